/** Selects cards by pointer and keyboard, before the board handles the same event. */

import { focusCard, neighbour } from "../board/input/focus.js";
import { isPlain } from "../page/keys.js";
import { targetCard } from "./selection.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */
/** @typedef {import("./selection").Selection} Selection */

const ARROWS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);

/**
 * @param {BoardPage} page
 * @param {Selection} selection
 */
export function watchSelectionInput(page, selection) {
  page.root.addEventListener("click", (event) => { if (page.canWrite && onClick(selection, event)) stop(event); }, true);
  page.root.addEventListener("keydown", (event) => { if (page.canWrite && onKey(page, selection, event)) stop(event); }, true);
  document.addEventListener("keydown", (event) => onEscape(selection, event));
}

/** @param {Selection} selection @param {MouseEvent} event @returns {boolean} */
function onClick(selection, event) {
  const card = targetCard(event);
  const { shiftKey, ctrlKey, metaKey } = event;
  if (!card) return clearOnBoardPress(selection, event);
  if (shiftKey) selection.extend(card);
  else if (ctrlKey || metaKey || (selection.any && isTouch(event))) selection.toggle(card);
  else return false;
  if (!isTouch(event)) focusCard(card);
  return true;
}

/** Clears the selection on a click on the empty board. @param {Selection} selection @param {MouseEvent} event */
function clearOnBoardPress(selection, { target }) {
  if (selection.any && target instanceof Element && target.matches(".board, .column__list")) selection.clear();
  return false;
}

/** @param {MouseEvent} event */
function isTouch(event) {
  const { pointerType } = /** @type {PointerEvent} */ (event);
  return pointerType ? pointerType === "touch" : (globalThis.matchMedia?.("(hover: none)").matches ?? false);
}

/** @param {BoardPage} page @param {Selection} selection @param {KeyboardEvent} event */
function onKey(page, selection, event) {
  const card = targetCard(event);
  if (!card || !isPlain(event) || page.dragPause.held) return false;
  return event.shiftKey && ARROWS.has(event.key) && extendByKey(selection, card, event.key);
}

/**
 * Extends the selection to the next card; moving back shrinks it.
 * @param {Selection} selection
 * @param {HTMLElement} card
 * @param {string} key
 */
function extendByKey(selection, card, key) {
  const next = neighbour(card, key);
  if (!next) return true;
  if (selection.has(next) && selection.has(card)) selection.remove(card);
  else selection.add([card, next]);
  focusCard(next);
  return true;
}

/** @param {Selection} selection @param {KeyboardEvent} event */
function onEscape(selection, event) {
  if (event.key !== "Escape" || event.defaultPrevented || !selection.any) return;
  if (document.querySelector("dialog[open]") || /** @type {Element} */ (event.target).closest("input, textarea, [popover], .chat")) return;
  selection.clear();
}

/** @param {Event} event */
function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}
