/** Opens the pickers of cards: labels, assignees, the column, and the due date. */

import { cardNode } from "../board/dom/queries.js";
import { focusCardById } from "../board/input/focus.js";
import { assigneeChoices } from "../board/pickers/assignees.js";
import { columnChoices } from "../board/pickers/columns.js";
import { openDatePicker } from "../board/pickers/dates.js";
import { editLabels } from "../board/pickers/label_form.js";
import { labelChoices } from "../board/pickers/labels.js";
import { ListPicker } from "../pickers/list_picker.js";
import { openMoveDialog } from "./move_dialog.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */
/** @typedef {"labels" | "assignees" | "column" | "dates"} Kind */

/** @type {ListPicker | null} */
let opened = null;

/** @param {BoardPage} page */
export function watchPickers(page) {
  for (const type of ["kr:event", "kr:failed", "kr:resync"]) {
    page.root.addEventListener(type, (event) => {
      noteLabel(page, /** @type {CustomEvent} */ (event).detail?.event);
      if (opened?.isOpen) opened.refresh();
    });
  }
  document.addEventListener("click", (event) => onPress(page, event), true);
}

/** @param {BoardPage} page @param {Kind} kind @param {string[]} ids of cards @param {Element} beside */
export function openPicker(page, kind, ids, beside) {
  if (!ids.length || !page.canWrite) return;
  const at = beside.getBoundingClientRect();
  const closed = () => giveFocusBack(ids, beside);
  if (kind === "dates") { openDatePicker(page, ids, at, closed); return; }
  const [id] = ids;
  const card = cardNode(id);
  const choices = {
    labels: () => labelChoices(page, ids, { edit: () => editLabels(page, at, closed) }),
    assignees: () => assigneeChoices(page, ids),
    column: () => columnChoices(page, ids, ids.length === 1 && card ? { place: () => openMoveDialog(page, card) } : {}),
  }[kind]();
  opened = new ListPicker({ ...choices, closed });
  opened.open(at);
}

/** @param {string[]} ids @param {Element} beside */
function giveFocusBack(ids, beside) {
  if (beside.closest(".card")) focusCardById(ids[0]);
  else if (beside instanceof HTMLElement && beside.isConnected) beside.focus();
}

/**
 * Opens the picker of a button in the open card, whose forms are for pages without a board.
 * @param {BoardPage} page @param {Event} event
 */
function onPress(page, event) {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("#card-dialog [data-pick]"));
  const card = /** @type {HTMLElement | null | undefined} */ (button?.closest("[data-card]"));
  if (!button || !card) return;
  event.preventDefault();
  event.stopPropagation();
  openPicker(page, /** @type {Kind} */ (button.dataset.pick), [card.dataset.card ?? ""], button);
}

/** Keeps the page's labels as the log has them. @param {BoardPage} page @param {import("../types").LoggedEvent} [event] */
function noteLabel(page, event) {
  if (!event?.type.startsWith("label.")) return;
  if (event.type === "label.deleted") page.labels.delete(event.payload.id);
  else page.labels.set(event.payload.id, event.payload);
}
