/** The commands of columns: one function for each thing that a user does to a column. */

import { uuid7 } from "../../page/uuid7.js";
import { columnNode, columnsOf, readColumn } from "../dom/queries.js";

/** @typedef {import("../page").BoardPage} BoardPage */

/** @param {BoardPage} page @param {string} name */
export function createColumn(page, name) {
  const id = uuid7();
  page.commands.issue("column.create", id, { id, projectId: page.projectId, name });
  return id;
}

/** @param {BoardPage} page @param {string} id @param {Partial<Pick<import("../../types").Column, "name" | "color" | "wipLimit">>} fields */
export function updateColumn(page, id, fields) {
  const facts = columnFacts(page, id);
  const seen = Object.fromEntries(Object.keys(fields).map((field) => [field, facts[field]]));
  page.commands.issue("column.update", id, { id, ...fields }, { ...seen, version: facts.version });
}

/** Moves a column right of `after`; null is the first place. @param {BoardPage} page @param {string} id @param {string | null} after */
export function moveColumn(page, id, after) {
  const { version, position } = columnFacts(page, id);
  page.commands.issue("column.move", id, { id, after }, { version, position });
}

/**
 * Moves a column by one place.
 * @param {BoardPage} page
 * @param {string} id
 * @param {-1 | 1} step
 * @returns {number} its new place, counted from 1, or 0 if it cannot move further
 */
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
  page.commands.issue("column.delete", id, { id }, { version: columnFacts(page, id).version });
}

/** @param {BoardPage} page @param {string} id */
function columnFacts(page, id) {
  const column = columnNode(id);
  return page.ledger.facts.get(id) ?? (column ? readColumn(column) : { version: 0 });
}
