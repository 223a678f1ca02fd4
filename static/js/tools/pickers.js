/** The pickers of cards, opened from the board and from buttons in an open card. */

import { openPicker as open, start } from "../board/pickers/open.js";
import { openMoveDialog } from "./move_dialog.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */
/** @typedef {import("../board/pickers/open").Kind} Kind */

/** @param {BoardPage} page */
export function watchPickers(page) {
  start(page);
  document.addEventListener("click", (event) => onPress(page, event), true);
}

/** @param {BoardPage} page @param {Kind} kind @param {string[]} ids of cards @param {Element} beside */
export function openPicker(page, kind, ids, beside) {
  return open(page, kind, ids, beside, (card) => openMoveDialog(page, card));
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
  openPicker(page, /** @type {Kind} */ (button.dataset.pick), [card.dataset.card ?? ""], button).catch(reportError);
}
