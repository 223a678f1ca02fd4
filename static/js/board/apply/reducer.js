/** The board's reducer: applies each event of the log to the DOM. Unknown event types are ignored. */

import { cardChanged } from "./cards.js";
import { columnChanged, columnDeleted } from "./columns.js";
import { cardRecounted, fileDeleted } from "./attachments.js";
import { labelDeleted, labelRestored, labelUpdated } from "./labels.js";
import { columnSorted, splitBulkEvent } from "./bulk.js";
import { memberChanged, memberRemoved, projectDeleted, projectUpdated } from "./members.js";
import { countEvent, updateCounts } from "../dom/counts.js";
import { entitiesOf } from "../pending/ledger.js";
import { redraw } from "../pending/preview.js";
import { adoptAnswer } from "../../live/rebase.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {import("../../types").LoggedEvent} LoggedEvent */
/** @typedef {import("../../types").Entry} Entry */
/** @typedef {import("../../types").EventPayloads} EventPayloads */
/**
 * Applies one event; `own` is this page's command that the event confirms.
 * @template [Payload=any]
 * @typedef {(page: BoardPage, event: import("../../types").LoggedEvent<Payload>, own: Entry | null) => void} Reducer
 */

/** @type {{ [Type in keyof EventPayloads]: Reducer<EventPayloads[Type]> }} */
const REDUCERS = {
  "card.created": cardChanged,
  "card.updated": cardChanged,
  "card.moved": cardChanged,
  "card.archived": cardChanged,
  "card.restored": cardChanged,
  "card.deleted": cardChanged,
  "column.created": columnChanged,
  "column.updated": columnChanged,
  "column.moved": columnChanged,
  "column.restored": columnChanged,
  "column.deleted": columnDeleted,
  "column.sorted": columnSorted,
  "label.updated": labelUpdated,
  "label.deleted": labelDeleted,
  "label.restored": labelRestored,
  "file.deleted": fileDeleted,
  "comment.created": cardRecounted,
  "comment.deleted": cardRecounted,
  "comment.restored": cardRecounted,
  "checklist.created": cardRecounted,
  "checklist.deleted": cardRecounted,
  "checklist_item.created": cardRecounted,
  "checklist_item.updated": cardRecounted,
  "checklist_item.deleted": cardRecounted,
  "checklist_item.converted": (page, event, own) => { cardChanged(page, event, own); cardRecounted(page, event, own); },
  "checklist_item.unconverted": cardRecounted,
  "member.updated": memberChanged,
  "invitation.accepted": memberChanged,
  "member.removed": memberRemoved,
  "project.updated": projectUpdated,
  "project.deleted": projectDeleted,
};

/** @param {BoardPage} page @param {LoggedEvent} event */
export function apply(page, event) {
  page.seq = event.seq;
  const events = splitBulkEvent(event);
  for (const one of events) if (/^card\.|_item\.converted$/.test(one.type)) countEvent(page, one);
  const own = page.ledger.drop(event.eventId);
  page.outbox.settle(event.eventId);
  if (own) confirmOwn(page, own, event, events);
  page.ledger.dropThrough(event.seq);
  for (const one of events) {
    page.lastWriters.record(one);
    if (one.type in REDUCERS) REDUCERS[/** @type {keyof EventPayloads} */ (one.type)](page, one, own);
  }
  for (const id of own ? entitiesOf(own) : []) redraw(page, id);
  updateCounts(page);
  for (const one of events) page.root.dispatchEvent(new CustomEvent("kr:event", { detail: { event: one, wish: own?.wish } }));
}

/**
 * @param {BoardPage} page
 * @param {Entry} own
 * @param {LoggedEvent} event
 * @param {LoggedEvent[]} events the event, split into one per card
 */
function confirmOwn(page, own, event, events) {
  page.undo.setSeq(own, event.seq);
  for (const { payload } of events) adoptAnswer(page.outbox.entries, own.entities ? payload.id : own.entity, payload);
}
