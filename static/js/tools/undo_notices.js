/** Notices about commands, with an undo or redo button. */

import { fill, gettext, ngettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { columnNode, columnName } from "../board/dom/queries.js";
import { nameOfCard } from "./card_names.js";
import { describeRun, runKey } from "./undo_runs.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */
/** @typedef {import("../types").Entry} Entry */
/** @typedef {import("../types").Step} Step */

/** @typedef {{ key: string, steps: Step[], notice: import("../page/toasts").Handle }} Run */

/** The steps of the notice that is shown. @type {Run | null} */
let run = null;
/** The steps that come back while a run is reverted. @type {Step[] | null} */
let collected = null;

/** Shows a step; one that continues the run of the notice on the screen joins it. @param {BoardPage} page @param {Step} step */
export function showUndoNotice(page, step) {
  const { entry } = step;
  step.text ??= entry ? (DESCRIPTIONS[entry.type] ?? (() => gettext("Changed")))(entry, page) : "";
  if (collected) { collected.push(step); return; }
  if (!step.text) return;
  const key = runKey(step);
  const earlier = key && run?.key === key && run.notice.isOpen() ? run.steps.filter((other) => !other.isClosed) : [];
  const steps = [...earlier, step];
  const text = (earlier.length && describeRun(steps)) || step.text;
  offer(page, { key, steps, text, isUndo: step.isUndo });
}

/**
 * Shows what the steps did, with a button that reverts all of them.
 * @param {BoardPage} page @param {{ key: string, steps: Step[], text: string, isUndo?: boolean }} facts
 */
function offer(page, { key, steps, text, isUndo }) {
  const label = isUndo ? gettext("Redo") : gettext("Undo");
  const notice = toast({
    text: isUndo ? fill(gettext("Undone: %(what)s"), { what: text }) : text,
    key: "undo",
    action: { label, keys: shortcut(isUndo), run: () => revertRun(page, steps, text, isUndo) },
  });
  run = { key, steps, notice };
  for (const step of steps) step.close = notice.close;
}

/**
 * Reverts the steps of a run one by one, the last first. Each stays a step of its own for the keys.
 * @param {BoardPage} page @param {Step[]} steps @param {string} text @param {boolean | undefined} isUndo
 */
function revertRun(page, steps, text, isUndo) {
  /** @type {Step[]} */
  const back = [];
  collected = back;
  for (const step of [...steps].reverse()) page.undo.revert(step);
  collected = null;
  if (back.length) offer(page, { key: "", steps: back, text, isUndo: !isUndo });
}

/** @param {boolean | undefined} back */
function shortcut(back) {
  const mac = /mac|iphone|ipad/i.test(globalThis.navigator?.userAgent ?? "");
  if (back) return mac ? "⇧⌘Z" : "Ctrl+Shift+Z";
  return mac ? "⌘Z" : "Ctrl+Z";
}

/**
 * Descriptions by command. "" shows no notice, because the change is obvious; the undo shortcut still works.
 * @type {Record<string, (entry: Entry, page: BoardPage) => string>}
 */
const DESCRIPTIONS = {
  "card.create": () => "",
  "card.update": describeCardUpdate,
  "card.move": ({ entity, payload }) => ofCard(gettext("%(card)s moved to %(column)s"), entity, { column: column(payload.columnId) }),
  "card.archive": ({ entity }) => ofCard(gettext("%(card)s archived"), entity),
  "card.delete": ({ entity }) => ofCard(gettext("%(card)s deleted"), entity),
  "card.restore": ({ entity }) => ofCard(gettext("%(card)s restored"), entity),
  "card.attach": () => "",
  "card.watch": () => "",
  "card.unwatch": () => "",
  "cards.create": ({ entities = [], payload }) =>
    ofCards(ngettext("%(n)s card added to %(column)s", "%(n)s cards added to %(column)s", entities.length), entities, payload),
  "cards.update": ({ entities = [], payload }) => describeChange(entities, payload.change),
  "column.create": () => "",
  "column.update": ({ entity, payload }) => ofColumn(describeColumnUpdate(payload), entity),
  "column.move": ({ entity }) => ofColumn(gettext("Column %(column)s moved"), entity),
  "column.delete": ({ entity }) => ofColumn(gettext("Column %(column)s deleted"), entity),
  "column.sort": ({ entity, payload }) =>
    ofColumn(payload.by === "number" ? gettext("%(column)s sorted by number") : gettext("%(column)s sorted by due date"), entity),
  "comment.create": () => "",
  "comment.update": () => gettext("Comment changed"),
  "comment.delete": () => gettext("Comment deleted"),
  "checklist.create": () => "",
  "checklist.update": () => gettext("Checklist renamed"),
  "checklist.move": () => gettext("Checklist moved"),
  "checklist.delete": () => gettext("Checklist deleted"),
  "checklist_item.create": () => "",
  "checklist_item.update": ({ payload }) => ("done" in payload ? "" : gettext("Item changed")),
  "checklist_item.move": () => gettext("Item moved"),
  "checklist_item.delete": () => gettext("Item deleted"),
  "checklist_item.convert": () => gettext("Item turned into a card"),
  "label.create": () => "",
  "label.update": () => gettext("Label changed"),
  "label.delete": () => gettext("Label deleted"),
};

/** @type {Record<string, () => string>} */
const FIELD_DESCRIPTIONS = {
  title: () => gettext("%(card)s renamed"),
  description: () => gettext("Description of %(card)s changed"),
  labelIds: () => gettext("Labels of %(card)s changed"),
  assigneeIds: () => gettext("Assignees of %(card)s changed"),
  startAt: () => gettext("Dates of %(card)s changed"),
  dueAt: () => gettext("Dates of %(card)s changed"),
  doneAt: () => gettext("%(card)s marked as done"),
  coverFileId: () => gettext("Cover of %(card)s changed"),
};

/** @param {Entry} entry @param {BoardPage} page */
function describeCardUpdate({ entity, payload, seen }, page) {
  const [field, second] = Object.keys(payload).filter((name) => name in FIELD_DESCRIPTIONS);
  const mine = (/** @type {string[]} */ ids = []) => ids.includes(page.me.id);
  if (field === "doneAt" && payload.doneAt === null) return ofCard(gettext("%(card)s is open again"), entity);
  if (field === "assigneeIds" && seen?.assigneeIds && mine(seen.assigneeIds) !== mine(payload.assigneeIds)) {
    const text = mine(payload.assigneeIds) ? gettext("%(card)s assigned to you") : gettext("%(card)s is no longer assigned to you");
    return ofCard(text, entity);
  }
  return ofCard(!field || (second && field !== "startAt") ? gettext("%(card)s changed") : FIELD_DESCRIPTIONS[field](), entity);
}

/** @param {string[]} entities @param {import("./bulk").Change} change */
export function describeChange(entities, change) {
  const n = entities.length;
  if (change.archived) return ofCards(ngettext("%(n)s card archived", "%(n)s cards archived", n), entities);
  if (change.columnId) return ofCards(ngettext("%(n)s card moved to %(column)s", "%(n)s cards moved to %(column)s", n), entities, change);
  if (change.addLabelIds || change.removeLabelIds) {
    return ofCards(ngettext("Labels of %(n)s card changed", "Labels of %(n)s cards changed", n), entities);
  }
  if ("doneAt" in change) return ofCards(ngettext("%(n)s card marked as done", "%(n)s cards marked as done", n), entities);
  if ("dueAt" in change || "startAt" in change) {
    return ofCards(ngettext("Dates of %(n)s card changed", "Dates of %(n)s cards changed", n), entities);
  }
  return ofCards(ngettext("Assignees of %(n)s card changed", "Assignees of %(n)s cards changed", n), entities);
}

/** @param {Record<string, any>} payload */
function describeColumnUpdate(payload) {
  if ("color" in payload) return gettext("Colour of %(column)s changed");
  if ("name" in payload && "wipLimit" in payload) return gettext("Column %(column)s changed");
  return "name" in payload ? gettext("Column renamed to %(column)s") : gettext("Limit of %(column)s changed");
}

/** @param {string} words @param {string} id @param {Record<string, string>} [more] */
function ofCard(words, id, more) {
  return fill(words, { card: nameOfCard(id), ...more });
}

/** @param {string} words @param {string} id */
function ofColumn(words, id) {
  return fill(words, { column: column(id) });
}

/** @param {string} words @param {string[]} ids @param {{ columnId?: string }} [where] */
function ofCards(words, ids, where) {
  return fill(words, { n: ids.length, column: column(where?.columnId ?? "") });
}

/** @param {string} id */
function column(id) {
  const node = columnNode(id);
  return node ? columnName(node) : "";
}
