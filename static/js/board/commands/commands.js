/** One function per thing that a user does to the board. */

import { uuid7 } from "../../page/uuid7.js";
import { cardBefore, cardNode, cardsIn, columnNode, columnOf, columnsOf, listOf, moreOf, readColumn, titleOf } from "../dom/queries.js";
import { findCard } from "../dom/placement.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {{ columnId: string, after: string | null }} Place */

/** Directly below `after`, at the top with null, at the end with undefined. @param {BoardPage} page @param {string} id @param {string} columnId @param {string | null | undefined} after */
export function moveCard(page, id, columnId, after) {
  const { columnId: home, position, version } = cardFacts(page, id);
  page.changes.issue("card.move", id, { id, columnId, ...(after !== undefined && { after }) }, { version, columnId: home, position });
}

/** @param {HTMLElement} card @returns {Place} */
export function placeOf(card) {
  return { columnId: columnOf(card)?.dataset.id ?? "", after: cardBefore(card)?.dataset.id ?? null };
}

/** @param {BoardPage} page @param {string} columnId @param {string} title @param {"top" | "end"} where */
export function createCard(page, columnId, title, where) {
  const id = uuid7();
  const list = listOf(/** @type {HTMLElement} */ (columnNode(columnId)));
  const last = cardsIn(list).at(-1)?.dataset.id ?? null;
  // The end of what is loaded: there the user sees it.
  const after = where === "top" ? null : moreOf(list) ? last : undefined;
  page.changes.issue("card.create", id, { id, columnId, title, ...(after !== undefined && { after }) });
  return id;
}

/** @param {BoardPage} page @param {string} id @param {string} title */
export function renameCard(page, id, title) {
  const facts = cardFacts(page, id);
  page.changes.issue("card.update", id, { id, title }, { version: facts.version, title: facts.title });
}

/** Labels, people, due date: whole lists. @param {BoardPage} page @param {string} id @param {Record<string, any>} fields @param {number} [version] */
export function updateCard(page, id, fields, version = cardFacts(page, id).version) {
  return page.changes.issue("card.update", id, { id, ...fields }, { version, ...known(fields, id) });
}

/** @param {BoardPage} page @param {string} id */
export function archiveCard(page, id) {
  page.changes.issue("card.archive", id, { id }, { version: cardFacts(page, id).version });
}

/** @param {BoardPage} page @param {string} id */
export function deleteCard(page, id) {
  page.changes.issue("card.delete", id, { id }, { version: cardFacts(page, id).version });
}

/** @param {BoardPage} page @param {string} id */
export function restoreCard(page, id) {
  page.changes.issue("card.restore", id, { id }, { version: cardFacts(page, id).version });
}

/** @param {BoardPage} page @param {string} name */
export function createColumn(page, name) {
  const id = uuid7();
  page.changes.issue("column.create", id, { id, projectId: page.projectId, name });
  return id;
}

/** @param {BoardPage} page @param {string} id @param {Partial<Pick<import("../../types").Column, "name" | "color" | "wipLimit">>} fields */
export function updateColumn(page, id, fields) {
  const facts = columnFacts(page, id);
  const seen = Object.fromEntries(Object.keys(fields).map((field) => [field, facts[field]]));
  page.changes.issue("column.update", id, { id, ...fields }, { ...seen, version: facts.version });
}

/** Right of `after`, leftmost with null. @param {BoardPage} page @param {string} id @param {string | null} after */
export function moveColumn(page, id, after) {
  const { version, position } = columnFacts(page, id);
  page.changes.issue("column.move", id, { id, after }, { version, position });
}

/** One step. @param {BoardPage} page @param {string} id @param {-1 | 1} step @returns {number} its place from 1, or 0 when it can go no further */
export function stepColumn(page, id, step) {
  const columns = columnsOf(page.root);
  const at = columns.findIndex((column) => column.dataset.id === id);
  const to = at + step;
  if (to < 0 || to >= columns.length) return 0;
  moveColumn(page, id, columns[step < 0 ? to - 1 : to]?.dataset.id ?? null);
  return to + 1;
}

/** @param {BoardPage} page @param {string} id */
export function deleteColumn(page, id) {
  page.changes.issue("column.delete", id, { id }, { version: columnFacts(page, id).version });
}

/** "WEB-42", or its title before it has a number. @param {string} id @param {string} title */
export function callIt(id, title) {
  return findCard(id)?.querySelector(".card__id")?.textContent?.trim() || `“${title}”`;
}

/** @param {BoardPage} page @param {string} id */
function cardFacts(page, id) {
  return page.changes.facts(id, "card.");
}

/** @param {BoardPage} page @param {string} id */
function columnFacts(page, id) {
  const column = columnNode(id);
  return page.ledger.facts.get(id) ?? (column ? readColumn(column) : { version: 0 });
}

/** What the card's node shows of the fields to change. @param {Record<string, any>} fields @param {string} id */
function known(fields, id) {
  const card = cardNode(id);
  if (!card) return {};
  const ids = (/** @type {string | undefined} */ text) => (text ?? "").split(" ").filter(Boolean);
  const all = { title: titleOf(card), labelIds: ids(card.dataset.labels), assigneeIds: ids(card.dataset.assignees) };
  return Object.fromEntries(Object.entries(all).filter(([field]) => field in fields));
}
