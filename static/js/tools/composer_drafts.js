/** Drafts of the board's forms for a new card and a new column. */

import { columnNode, columnOf } from "../board/dom/queries.js";
import { Drafts } from "../drafts/drafts.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */
/** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */
/** @typedef {{ place: string, name: "card" | "column" }} Draft */

/** Keeps what is typed into the forms, and puts it back when one is opened. @param {BoardPage} page */
export function watchComposerDrafts(page) {
  const drafts = draftsOf(page);
  const restore = (/** @type {EventTarget | null} */ target) => {
    const field = fieldOf(target);
    if (!field || "drafted" in field.dataset) return;
    field.dataset.drafted = "";
    const { place, name } = draftOf(page, field);
    // The form may have been opened, and typed into, before this code was loaded.
    if (field.value) { drafts.keep(place, name, field.value); return; }
    show(field, drafts.text(place, name));
    drafts.adopt(place).then(() => { if (!field.value) show(field, drafts.text(place, name)); }).catch(reportError);
  };
  page.root.addEventListener("focusin", ({ target }) => restore(target));
  page.root.addEventListener("input", ({ target }) => {
    const field = fieldOf(target);
    if (!field) return;
    const { place, name } = draftOf(page, field);
    drafts.keep(place, name, field.value);
  }, true);
  restore(document.activeElement);
}

/**
 * Puts the titles of refused cards back into the form, above what is typed there.
 * @param {BoardPage} page
 * @param {string} columnId
 * @param {string} titles
 */
export function restoreTitles(page, columnId, titles) {
  const text = draftsOf(page).restore(columnId, "card", titles, "\n");
  show(/** @type {Field | null} */ (columnNode(columnId)?.querySelector("[data-composer] textarea") ?? null), text);
}

/** @param {Field | null} field @param {string} text */
function show(field, text) {
  if (!field || !text) return;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {BoardPage} page */
function draftsOf(page) {
  return new Drafts({ userId: page.me.id });
}

/** @param {EventTarget | null} target @returns {Field | null} */
function fieldOf(target) {
  const node = /** @type {Element | null} */ (target);
  return node?.matches?.("[data-composer] textarea, .column--new form input") ? /** @type {Field} */ (node) : null;
}

/** What the draft of a field belongs to. @param {BoardPage} page @param {Field} field @returns {Draft} */
function draftOf(page, field) {
  const columnId = columnOf(field)?.dataset.id;
  return columnId ? { place: columnId, name: "card" } : { place: page.projectId, name: "column" };
}
