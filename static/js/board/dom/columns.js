/** Column nodes: sets their fields and their place, and creates one from the page's template. */

import { fill, gettext } from "../../page/i18n.js";
import { columnNode, columnsOf, listOf } from "./queries.js";
import { comparePositions } from "./order.js";
import { moveNode } from "./placement.js";

/** Sets the given fields only. @param {HTMLElement} column @param {Partial<import("../../types").Column>} facts */
export function setColumn(column, facts) {
  if (facts.version !== undefined) column.dataset.version = String(facts.version);
  if (facts.position !== undefined) column.dataset.position = facts.position;
  if (facts.name !== undefined) setName(column, facts.name);
  if (facts.color !== undefined) setColor(column, facts.color);
  if (facts.wipLimit !== undefined) setLimit(column, facts.wipLimit);
  column.hidden = false;
}

/** @param {HTMLElement} board @param {HTMLElement} column @param {string} position */
export function placeColumn(board, column, position) {
  const next = columnsOf(board).find((other) => other !== column && comparePositions(other.dataset.position ?? "", position) > 0);
  moveNode(board, column, next ?? endOf(board, column));
}

/**
 * Inserts a column right of `after`: null is the first place, undefined the last.
 * @param {HTMLElement} board
 * @param {HTMLElement} column
 * @param {string | null | undefined} after
 */
export function insertColumnAfter(board, column, after) {
  const anchor = after ? columnNode(after) : null;
  if (after === null) moveNode(board, column, columnsOf(board).find((other) => other !== column) ?? endOf(board, column));
  else if (anchor) moveNode(board, column, anchor.nextElementSibling === column ? column.nextElementSibling : anchor.nextElementSibling);
  else if (after === undefined || !column.isConnected) moveNode(board, column, endOf(board, column));
}

/** @param {string} id */
export function columnFromTemplate(id) {
  const blank = /** @type {HTMLTemplateElement} */ (document.getElementById("column-blank"));
  const column = /** @type {HTMLElement} */ (document.importNode(blank.content, true).firstElementChild);
  column.id = `column-${id}`;
  Object.assign(column.dataset, { id, version: "0", position: "", total: "0" });
  const heading = column.querySelector(".column__name");
  if (heading) heading.id = `column-name-${id}`;
  for (const named of [column, listOf(column)]) named.setAttribute("aria-labelledby", `column-name-${id}`);
  return column;
}

/** @param {HTMLElement} column @param {string} name */
function setName(column, name) {
  const heading = column.querySelector(".column__name");
  if (!heading || heading.textContent === name) return;
  heading.textContent = name;
  label(column, ".column__head [data-action=add-card]", fill(gettext("Add a card to %(name)s"), { name }));
  label(column, ".column__head [data-action=column-menu]", fill(gettext("Menu of %(name)s"), { name }));
}

/** @param {HTMLElement} column @param {string} selector @param {string} text */
function label(column, selector, text) {
  column.querySelector(selector)?.setAttribute("aria-label", text);
}

/** @param {HTMLElement} column @param {string} color */
function setColor(column, color) {
  column.dataset.color = color;
  const dot = /** @type {HTMLElement | null} */ (column.querySelector(".column__head .dot"));
  if (dot) dot.dataset.hue = color;
}

/** @param {HTMLElement} column @param {number | null} limit */
function setLimit(column, limit) {
  column.dataset.wipLimit = limit ? String(limit) : "";
  const shown = column.querySelector(".column__limit");
  if (!limit) { shown?.remove(); return; }
  const node = shown ?? Object.assign(document.createElement("span"), { className: "column__limit" });
  node.textContent = String(limit);
  if (!shown) column.querySelector(".column__count")?.after(node);
}

/** @param {HTMLElement} board @param {HTMLElement} column */
function endOf(board, column) {
  const last = columnsOf(board).filter((other) => other !== column).at(-1);
  const next = last ? last.nextElementSibling : board.firstElementChild;
  return next === column ? column.nextElementSibling : next;
}
