/** Marks columns at their limit during a drag, and refuses drops there. */

import { announce } from "../page/announce.js";
import { fill, gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { shownCount } from "../board/dom/counts.js";
import { cardNode, columnNode, columnOf, columnsOf, columnName } from "../board/dom/queries.js";
import { formatCardCount, updateCards } from "./bulk.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */
/** @typedef {import("./selection").Selection} Selection */

/** @param {BoardPage} page @param {Selection} selection */
export function watchDragLimits(page, selection) {
  const { root } = page;
  root.addEventListener("kr:drag-start", (event) => {
    const { detail: item } = /** @type {CustomEvent} */ (event);
    if (item.matches(".card")) onDragStart(page, draggedIds(selection, item));
  });
  root.addEventListener("kr:drag-end", () => { for (const column of columnsOf(root)) delete column.dataset.refuses; });
  root.addEventListener("kr:drag-over", (event) => {
    const column = columnOf(/** @type {CustomEvent} */ (event).detail);
    if (column?.dataset.refuses) announce(`${columnName(column)}. ${column.dataset.refuses}`);
  });
  page.onDrop = (card, to) => isRefused(to.columnId) || moveTogether(page, draggedIds(selection, card), to.columnId);
}

/** @param {Selection} selection @param {HTMLElement} card @returns {string[]} */
function draggedIds(selection, card) {
  return selection.has(card) ? selection.ids : [card.dataset.id ?? ""];
}

/** @param {BoardPage} page @param {string[]} ids */
function onDragStart(page, ids) {
  if (ids.length > 1) document.querySelector(".card.is-drag")?.setAttribute("data-many", formatCardCount(ids.length));
  markFullColumns(page, ids);
}

/** @param {BoardPage} page @param {string[]} ids */
function markFullColumns(page, ids) {
  const homes = ids.map((id) => columnOf(/** @type {HTMLElement} */ (cardNode(id))));
  for (const column of columnsOf(page.root)) {
    const coming = homes.filter((home) => home && home !== column).length;
    const limit = Number(column.dataset.wipLimit || Infinity);
    if (coming && shownCount(column) + coming > limit) column.dataset.refuses = fill(gettext("Limit reached: %(n)s"), { n: limit });
  }
}

/** @param {string} columnId @returns {boolean} */
function isRefused(columnId) {
  const column = columnNode(columnId);
  if (!column?.dataset.refuses) return false;
  const text = fill(gettext("%(column)s is at its limit. Move a card out of it first, or raise the limit."), {
    column: columnName(column),
  });
  toast({ text, kind: "warn" });
  return true;
}

/** @param {BoardPage} page @param {string[]} ids @param {string} columnId @returns {boolean} */
function moveTogether(page, ids, columnId) {
  if (ids.length < 2) return false;
  const strangers = ids.filter((id) => columnOf(/** @type {HTMLElement} */ (cardNode(id)))?.dataset.id !== columnId);
  if (strangers.length) updateCards(page, ids, { columnId });
  else toast({ text: gettext("Several cards can only be moved together to another column."), kind: "info" });
  return true;
}
