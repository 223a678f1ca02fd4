/** Pasting several lines into the field for a new checklist item: adds an item per line, or one item of all. */

import { announce } from "../page/announce.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { uuid7 } from "../page/uuid7.js";
import { rowsOf } from "../tools/pasted_rows.js";

/** @typedef {import("./dialog").CardDialog} CardDialog */
/** @typedef {import("../tools/pasted_rows").Row} Row */

const MAX_TEXT = 500;
const MAX_ITEMS = 200;

/** The rows that were pasted into a form and not added yet. @type {WeakMap<HTMLFormElement, Row[]>} */
const pasted = new WeakMap();

/** @param {CardDialog} cardDialog */
export function watchItemPaste({ dialog }) {
  dialog.addEventListener("paste", (event) => {
    const field = fieldOf(event.target);
    const rows = field ? rowsOf(event.clipboardData?.getData("text/plain") ?? "") : [];
    if (!field?.form || field.value.trim() || rows.length < 2) return;
    event.preventDefault();
    show(field, rows);
  });
  dialog.addEventListener("input", (event) => {
    const field = fieldOf(event.target);
    // What is typed then is one item.
    if (field?.form && pasted.has(field.form)) withdraw(field.form);
  });
}

/**
 * Adds the pasted rows of a form as items, in one step to undo.
 * @param {CardDialog} cardDialog
 * @param {HTMLFormElement} form
 * @param {string} checklistId
 * @param {HTMLButtonElement | null} submitter
 * @returns {boolean} false if what the field says is to become one item
 */
export function addPastedItems(cardDialog, form, checklistId, submitter) {
  const { page, drafts, cardId } = cardDialog;
  const rows = pasted.get(form) ?? [];
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("item"));
  const isOne = submitter?.hasAttribute("data-one");
  if (!isOne && /** @type {HTMLButtonElement | null} */ (form.querySelector("[data-make]"))?.disabled) return true;
  withdraw(form);
  if (!rows.length || isOne) return false;
  const batch = rows.slice(0, roomIn(form));
  const text = fill(ngettext("%(n)s item added", "%(n)s items added", batch.length), { n: batch.length });
  page.undo.group(text, () => {
    for (const { title, rest, done } of batch) {
      const id = uuid7();
      const words = [title, ...rest].join(" ").replace(/\s+/g, " ");
      page.commands.issue("checklist_item.create", id, { id, checklistId, text: words, ...(done && { done }) });
    }
  });
  cardDialog.showPending();
  drafts.drop(cardId, field.dataset.draft ?? "");
  show(field, rows.slice(batch.length));
  field.focus();
  return true;
}

/** Shows the rows in the field, as one line, and what can be made of them. @param {HTMLInputElement} field @param {Row[]} rows */
function show(field, rows) {
  const form = /** @type {HTMLFormElement} */ (field.form);
  field.value = rows.map(({ title, rest }) => [title, ...rest].join(" ").replace(/\s+/g, " ")).join(" ");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (rows.length < 2) return;
  pasted.set(form, rows);
  const blank = /** @type {HTMLTemplateElement | null} */ (document.getElementById("paste-lines"));
  const box = /** @type {HTMLElement | null} */ (blank && document.importNode(blank.content, true).firstElementChild);
  if (!box) return;
  const long = rows.filter(({ title, rest }) => [title, ...rest].join(" ").length > MAX_TEXT).length;
  const n = Math.min(rows.length, roomIn(form));
  const words = countText(rows.length, long, n);
  /** @type {HTMLElement} */ (box.querySelector("[data-text]")).textContent = words;
  const [make, one] = ["make", "one"].map((name) => /** @type {HTMLButtonElement} */ (box.querySelector(`[data-${name}]`)));
  make.textContent = fill(ngettext("Add %(n)s item", "Add %(n)s items", n), { n });
  make.disabled = long > 0 || n === 0;
  one.textContent = gettext("Add one item");
  one.disabled = field.value.length > MAX_TEXT;
  box.dataset.local = "";
  form.append(box);
  announce(words);
}

/** @param {number} lines @param {number} long @param {number} fitting */
function countText(lines, long, fitting) {
  const counted = fill(ngettext("%(n)s line.", "%(n)s lines.", lines), { n: lines });
  if (long) return `${counted} ${fill(ngettext("%(n)s is too long.", "%(n)s are too long.", long), { n: long })}`;
  if (fitting === lines) return counted;
  return `${counted} ${fill(gettext("A checklist has up to %(most)s items. The other lines stay here."), { most: MAX_ITEMS })}`;
}

/** How many items the form's checklist still takes. @param {HTMLFormElement} form */
function roomIn(form) {
  return Math.max(0, MAX_ITEMS - (form.closest("[data-checklist]")?.querySelectorAll(".item:not([hidden])").length ?? 0));
}

/** @param {HTMLFormElement} form */
function withdraw(form) {
  pasted.delete(form);
  form.querySelector("[data-lines]")?.remove();
}

/** @param {EventTarget | null} target @returns {HTMLInputElement | null} */
function fieldOf(target) {
  return target instanceof HTMLInputElement && target.matches(".item-add input[name=item]") ? target : null;
}
