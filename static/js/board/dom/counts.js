/** Card counts of columns: the nodes if all are loaded, else the server's total adjusted by events. */

import { columnNode, columnsOf, listOf, sentinelOf } from "./queries.js";
import { countedColumns } from "./order.js";

/** @typedef {import("../page").BoardPage} BoardPage */

/** @param {BoardPage} page @param {import("../../types").LoggedEvent} event */
export function countEvent(page, event) {
  const [before, after] = countedColumns(event);
  page.ledger.recordColumn(event.payload.id, after);
  if (before === after) return;
  adjustTotal(before, -1);
  adjustTotal(after, 1);
}

/** Updates all counts. Runs on every event: it reads one number per column. @param {BoardPage} page */
export function updateCounts(page) {
  for (const column of columnsOf(page.root)) showCount(column, cardCount(page, column));
}

/** @param {HTMLElement} column */
export function shownCount(column) {
  return Number(column.querySelector(".column__count")?.textContent ?? 0);
}

/** @param {string | null} columnId @param {number} by */
function adjustTotal(columnId, by) {
  const column = columnId && columnNode(columnId);
  if (column) column.dataset.total = String(Math.max(0, Number(column.dataset.total) + by));
}

/** @param {BoardPage} page @param {HTMLElement} column */
function cardCount(page, column) {
  const list = listOf(column);
  if (sentinelOf(list)) return Number(column.dataset.total) + page.ledger.countOffset(column.dataset.id ?? "");
  if (page.partials.activeRequests || page.missingCards.waiting) return Number(column.dataset.total);
  const cards = list.getElementsByClassName("card").length;
  column.dataset.total = String(cards);
  return cards;
}

/** @param {HTMLElement} column @param {number} number */
function showCount(column, number) {
  const count = column.querySelector(".column__count");
  const text = String(Math.max(0, number));
  if (count && count.textContent !== text) count.textContent = text;
  const limit = Number(column.dataset.wipLimit || Infinity);
  column.toggleAttribute("data-full", number >= limit);
}
