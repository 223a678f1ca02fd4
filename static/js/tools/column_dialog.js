/** The dialog for a column's name and limit. */

import { updateColumn } from "../board/commands/columns.js";
import { readColumn } from "../board/dom/queries.js";
import { visibleText } from "../texts/visible.js";

/** @param {import("../board/page").BoardPage} page @param {HTMLElement} column */
export function openColumnDialog(page, column) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("column-dialog"));
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  const before = readColumn(column);
  field("name").value = before.name;
  field("wipLimit").value = before.wipLimit ? String(before.wipLimit) : "";
  form.onsubmit = () => {
    const now = { name: visibleText(field("name").value), wipLimit: Number(field("wipLimit").value) || null };
    const changed = Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== /** @type {any} */ (before)[name]));
    if (now.name && Object.keys(changed).length) updateColumn(page, before.id, changed);
  };
  dialog.onclose = () => /** @type {HTMLElement | null} */ (column.querySelector("[data-action=column-menu]"))?.focus();
  dialog.showModal();
}
