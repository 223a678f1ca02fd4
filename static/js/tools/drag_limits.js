/** While cards are carried, columns without room say so; and what is dropped there goes back. */

import { announce } from "../page/announce.js";
import { fill, gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { shownTotal } from "../board/dom/counts.js";
import { cardNode, columnNode, columnOf, columnsOf, nameOf } from "../board/dom/queries.js";
import { cardsInWords, changeMany } from "./bulk.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */
/** @typedef {import("./selection").Selection} Selection */

/** @param {BoardPage} page @param {Selection} selection */
export function watchCarrying(page, selection) {
  const { root } = page;
  root.addEventListener("kr:carry", (event) => {
    const { detail: item } = /** @type {CustomEvent} */ (event);
    if (item.matches(".card")) begin(page, carried(selection, item));
  });
  root.addEventListener("kr:down", () => { for (const column of columnsOf(root)) delete column.dataset.refuses; });
  root.addEventListener("kr:over", (event) => {
    const column = columnOf(/** @type {CustomEvent} */ (event).detail);
    if (column?.dataset.refuses) announce(`${nameOf(column)}. ${column.dataset.refuses}`);
  });
  page.drops = (card, to) => refused(to.columnId) || together(page, carried(selection, card), to.columnId);
}

/** @param {Selection} selection @param {HTMLElement} card @returns {string[]} */
function carried(selection, card) {
  return selection.has(card) ? selection.ids : [card.dataset.id ?? ""];
}

/** @param {BoardPage} page @param {string[]} ids */
function begin(page, ids) {
  if (ids.length > 1) document.querySelector(".card.is-drag")?.setAttribute("data-many", cardsInWords(ids.length));
  markFull(page, ids);
}

/** @param {BoardPage} page @param {string[]} ids */
function markFull(page, ids) {
  const homes = ids.map((id) => columnOf(/** @type {HTMLElement} */ (cardNode(id))));
  for (const column of columnsOf(page.root)) {
    const coming = homes.filter((home) => home && home !== column).length;
    const limit = Number(column.dataset.wipLimit || Infinity);
    if (coming && shownTotal(column) + coming > limit) column.dataset.refuses = fill(gettext("At its limit of %(n)s"), { n: limit });
  }
}

/** @param {string} columnId @returns {boolean} */
function refused(columnId) {
  const column = columnNode(columnId);
  if (!column?.dataset.refuses) return false;
  const text = fill(gettext("%(column)s is at its limit. Move a card out of it first, or raise the limit."), { column: nameOf(column) });
  toast({ text, kind: "warn" });
  return true;
}

/** @param {BoardPage} page @param {string[]} ids @param {string} columnId @returns {boolean} */
function together(page, ids, columnId) {
  if (ids.length < 2) return false;
  const strangers = ids.filter((id) => columnOf(/** @type {HTMLElement} */ (cardNode(id)))?.dataset.id !== columnId);
  if (strangers.length) changeMany(page, ids, { columnId });
  else toast({ text: gettext("Several cards move together only into another column."), kind: "info" });
  return true;
}
