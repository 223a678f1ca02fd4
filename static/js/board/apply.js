/** The reducer: each event of the log as a change of the DOM. Total: what it does not know, it leaves alone. */

import { cardChanged } from "./apply_cards.js";
import { columnChanged, columnDeleted } from "./apply_columns.js";
import { fileDeleted } from "./apply_files.js";
import { labelDeleted, labelRestored, labelUpdated } from "./apply_labels.js";
import { columnSorted, singles } from "./apply_many.js";
import { memberChanged, memberRemoved, projectDeleted, projectUpdated } from "./apply_people.js";
import { countEvent, recount } from "./counts.js";
import { redraw } from "./paint.js";
import { expectAnswer } from "../live/rebase.js";

/** @typedef {import("./page").BoardPage} BoardPage */
/** @typedef {import("../types").LoggedEvent} LoggedEvent */
/** @typedef {import("../types").Entry} Entry */
/** What an event does; `own` is the command of this page that it confirms. @typedef {(page: BoardPage, event: LoggedEvent, own: Entry | null) => void} Apply */

/** @type {Record<string, Apply>} */
const APPLIES = {
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
  "member.updated": memberChanged,
  "invitation.accepted": memberChanged,
  "member.removed": memberRemoved,
  "project.updated": projectUpdated,
  "project.deleted": projectDeleted,
};

/** @param {BoardPage} page @param {LoggedEvent} event */
export function apply(page, event) {
  page.seq = event.seq;
  const events = singles(event);
  for (const one of events) if (one.type.startsWith("card.")) countEvent(page, one);
  const own = page.ledger.drop(event.eventId);
  page.outbox.settled(event.eventId);
  if (own) expectAnswer(page.outbox.entries, own.entity, event.payload);
  page.ledger.dropThrough(event.seq);
  for (const one of events) {
    page.winners.note(one);
    APPLIES[one.type]?.(page, one, own);
  }
  if (own) redraw(page, own.entity);
  recount(page);
  for (const one of events) page.root.dispatchEvent(new CustomEvent("kr:event", { detail: { event: one, wish: own?.wish } }));
}
