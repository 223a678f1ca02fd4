/** The forms for a new card and a new column. They stay open for the next one. */

import { announce } from "../../page/announce.js";
import { fill, gettext } from "../../page/i18n.js";
import { createCard } from "../commands/cards.js";
import { createColumn } from "../commands/columns.js";
import { cardNode, columnNode, columnOf, listOf, columnName } from "../dom/queries.js";
import { observeEnd } from "../loading/load_more.js";
import { endOfCards } from "../dom/placement.js";
import { visibleText } from "../../texts/visible.js";

/** @typedef {import("../page").BoardPage} BoardPage */

/** @param {BoardPage} page @param {HTMLElement} column @param {"top" | "end"} where */
export function openComposer(page, column, where) {
  if (!page.canWrite) return;
  closeComposers(page);
  const list = listOf(column);
  const item = clone("card-composer");
  item.dataset.local = "";
  item.dataset.composer = where;
  const form = /** @type {HTMLFormElement} */ (item.querySelector("form"));
  list.insertBefore(item, where === "top" ? list.firstElementChild : endOfCards(list));
  const field = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("title"));
  watchForm(form, field, () => removeComposer(page, item));
  form.onsubmit = (event) => { event.preventDefault(); add(page, column, field, where); };
  field.focus();
  scrollToForm(item);
}

/** Scrolls to the form's end of the list. @param {HTMLElement} item */
function scrollToForm(item) {
  item.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  const list = /** @type {HTMLElement} */ (item.parentElement);
  list.scrollTop = item.dataset.composer === "top" ? 0 : list.scrollHeight;
}

/**
 * Removes the form and watches the column's end again: an open form stops loading there.
 * @param {BoardPage} page
 * @param {HTMLElement} item
 */
function removeComposer(page, item) {
  const column = columnOf(item);
  item.remove();
  if (column) observeEnd(page, column);
}

/** @param {BoardPage} page */
export function openColumnComposer(page) {
  const place = page.root.querySelector(".column--new");
  const button = /** @type {HTMLElement | null} */ (place?.querySelector("[data-action=add-column]"));
  if (!place || !button || !page.canWrite) return;
  const form = /** @type {HTMLFormElement} */ (clone("column-composer"));
  form.dataset.local = "";
  place.append(form);
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("name"));
  watchForm(form, field, () => { form.remove(); button.hidden = false; });
  button.hidden = true;
  form.onsubmit = (event) => { event.preventDefault(); addColumn(page, field); };
  field.focus();
  form.scrollIntoView?.({ block: "nearest", inline: "nearest" });
}

/** @param {BoardPage} page @param {HTMLElement} column @param {HTMLTextAreaElement} field @param {"top" | "end"} where */
function add(page, column, field, where) {
  const title = visibleText(field.value.replace(/\s+/g, " "));
  if (!title) return;
  const id = createCard(page, column.dataset.id ?? "", title, where);
  clear(field);
  field.focus();
  scrollToForm(/** @type {HTMLElement} */ (field.closest("[data-composer]")));
  if (!cardNode(id)) return;
  announce(fill(gettext("%(card)s added to %(column)s"), { card: title, column: columnName(column) }));
}

/** @param {BoardPage} page @param {HTMLInputElement} field */
function addColumn(page, field) {
  const name = visibleText(field.value);
  if (!name) return;
  const id = createColumn(page, name);
  clear(field);
  columnNode(id)?.scrollIntoView?.({ inline: "nearest", block: "nearest" });
  field.focus();
  announce(fill(gettext("Column %(column)s added"), { column: name }));
}

/**
 * Enter adds and Esc closes. Leaving an empty form closes it too.
 * @param {HTMLFormElement} form
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 * @param {() => void} close
 */
function watchForm(form, field, close) {
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  let open = true;
  // Removing the form moves the focus out of it, which would close it a second time.
  const shut = () => { if (open) { open = false; close(); } };
  const leave = () => { shut(); opener?.focus(); };
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && event.target === field) { event.preventDefault(); form.requestSubmit(); }
  });
  form.addEventListener("focusout", (event) => {
    if (!field.value.trim() && !form.contains(/** @type {Node | null} */ (event.relatedTarget))) shut();
  });
  form.querySelector("[data-action=composer-cancel]")?.addEventListener("click", leave);
}

/** @param {HTMLTextAreaElement | HTMLInputElement} field */
function clear(field) {
  field.value = "";
  field.dispatchEvent(new Event("input"));
}

/** @param {BoardPage} page */
function closeComposers(page) {
  for (const open of /** @type {NodeListOf<HTMLElement>} */ (page.root.querySelectorAll("[data-composer]"))) removeComposer(page, open);
}

/** @param {string} id @returns {HTMLElement} */
function clone(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
}
