/** The actions of a column's menu. */

import { announce } from "../page/announce.js";
import { fill, gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { deleteColumn, stepColumn, updateColumn } from "../board/commands/columns.js";
import { shownCount } from "../board/dom/counts.js";
import { columnsOf, columnName } from "../board/dom/queries.js";
import { openColumnDialog } from "./column_dialog.js";
import { setCollapsed } from "./collapse.js";
import { allCards, updateCards } from "./bulk.js";
import { openMoveManyDialog } from "./move_dialog.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */

/** @type {Record<string, (page: BoardPage, column: HTMLElement, item: HTMLElement) => void>} */
export const columnActions = {
  edit: (page, column) => openColumnDialog(page, column),
  left: (page, column) => step(page, column, -1),
  right: (page, column) => step(page, column, 1),
  color: (page, column, item) =>
    updateColumn(page, column.dataset.id ?? "", { color: /** @type {import("../types").Hue} */ (item.dataset.hue) }),
  delete: (page, column) => remove(page, column),
  fold: (page, column) => setCollapsed(page, column, true),
  unfold: (page, column) => setCollapsed(page, column, false),
  "sort-due": (page, column) => sort(page, column, "dueAt"),
  "sort-number": (page, column) => sort(page, column, "number"),
  "move-all": async (page, column) => openMoveManyDialog(page, await allCards(page, column), column),
  "archive-all": async (page, column) => updateCards(page, await allCards(page, column), { archived: true }),
};

/** @param {BoardPage} page @param {HTMLElement} column @param {"dueAt" | "number"} by */
function sort(page, column, by) {
  const id = column.dataset.id ?? "";
  page.commands.issue("column.sort", id, { id, by });
}

/** @param {BoardPage} page @param {HTMLElement} column @param {-1 | 1} by */
function step(page, column, by) {
  const place = stepColumn(page, column.dataset.id ?? "", by);
  column.scrollIntoView?.({ inline: "nearest", block: "nearest" });
  /** @type {HTMLElement | null} */ (column.querySelector("[data-action=column-menu]"))?.focus();
  if (place) announce(fill(gettext("%(column)s is now column %(n)s"), { column: columnName(column), n: place }));
}

/** @param {BoardPage} page @param {HTMLElement} column */
function remove(page, column) {
  if (shownCount(column) > 0) {
    toast({ text: gettext("This column still has cards. Move or archive them first."), kind: "warn" });
    return;
  }
  const next = besides(page, column);
  deleteColumn(page, column.dataset.id ?? "");
  next?.focus();
}

/** The element to focus after a column is deleted. @param {BoardPage} page @param {HTMLElement} column @returns {HTMLElement | null} */
function besides(page, column) {
  const columns = columnsOf(page.root);
  const at = columns.indexOf(column);
  const next = columns[at + 1] ?? columns[at - 1];
  return (next ?? page.root).querySelector(next ? "[data-action=column-menu]" : "[data-action=add-column]");
}
