/** Pasting a list or cells into the form for a new card: creates a card per row, or one card of all. */

import { announce } from "../page/announce.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { excessText } from "../page/field_limits.js";
import { cut, lengthOf } from "../texts/text_length.js";
import { uuid7 } from "../page/uuid7.js";
import { cardsIn, columnName, columnOf, listOf, sentinelOf } from "../board/dom/queries.js";
import { MAX_LINES } from "./bulk.js";
import { rowsOf } from "./pasted_rows.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */
/** @typedef {import("./pasted_rows").Row} Row */

/** @param {BoardPage} page */
export function watchPaste(page) {
  const { root } = page;
  root.addEventListener("paste", onPaste, true);
  root.addEventListener("input", (event) => { const form = formOf(event); if (form) showChoice(form); });
  root.addEventListener("focusin", (event) => { const form = formOf(event); if (form) showChoice(form); });
  root.addEventListener("submit", (event) => onSubmit(page, event), true);
}

/** @param {Event} event @returns {HTMLFormElement | null} */
function formOf({ target }) {
  return target instanceof HTMLTextAreaElement ? /** @type {HTMLFormElement | null} */ (target.closest("[data-composer] form")) : null;
}

/** Inserts pasted rows without what surrounds them. @param {ClipboardEvent} event */
function onPaste(event) {
  const form = formOf(event);
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const rows = rowsOf(text);
  const isQuoted = rows.length === 1 && rows[0].title !== text.replace(/\s+/g, " ").trim();
  if (!form || !(areRows(rows) || isQuoted)) return;
  event.preventDefault();
  const field = fieldOf(form);
  field.setRangeText(areRows(rows) ? text.trimEnd() : rows[0].title, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {HTMLFormElement} form */
function showChoice(form) {
  const lines = rowsOf(fieldOf(form).value);
  const there = /** @type {HTMLElement | null} */ (form.querySelector("[data-lines]"));
  if (lines.length < 2) { there?.remove(); return; }
  const box = there ?? addChoice(form);
  const long = lines.slice(0, MAX_LINES).filter(({ title }) => lengthOf(title, "name") > longestTitle(form)).length;
  const n = Math.min(lines.length, MAX_LINES);
  const words = countText(lines.length, long);
  const text = /** @type {HTMLElement} */ (box.querySelector("[data-text]"));
  if (text.textContent !== words) say(text, words);
  const make = /** @type {HTMLButtonElement} */ (box.querySelector("[data-make]"));
  const first =
    lines.length > MAX_LINES
      ? ngettext("Create the first %(n)s card", "Create the first %(n)s cards", n)
      : ngettext("Create %(n)s card", "Create %(n)s cards", n);
  make.textContent = fill(first, { n });
  make.disabled = long > 0;
  if (!there) form.scrollIntoView?.({ block: "end", inline: "nearest" });
}

/** @param {HTMLElement} text @param {string} words */
function say(text, words) {
  text.textContent = words;
  announce(words);
}

/** @param {HTMLFormElement} form */
function longestTitle(form) {
  return Number(fieldOf(form).dataset.limit);
}

/** @param {number} n @param {number} long */
function countText(n, long) {
  const counted = fill(ngettext("%(n)s line.", "%(n)s lines.", n), { n });
  if (long) {
    const advice = ngettext(
      "%(n)s is too long for a title: shorten it, or create one card.",
      "%(n)s are too long for a title: shorten them, or create one card.",
      long,
    );
    return `${counted} ${fill(advice, { n: long })}`;
  }
  if (n > MAX_LINES) {
    const rest = gettext("Up to %(most)s cards at a time. The other lines stay here for the next batch.");
    return `${counted} ${fill(rest, { most: MAX_LINES })}`;
  }
  return counted;
}

/** @param {HTMLFormElement} form @returns {HTMLElement} */
function addChoice(form) {
  const blank = /** @type {HTMLTemplateElement} */ (document.getElementById("paste-lines"));
  const box = /** @type {HTMLElement} */ (document.importNode(blank.content, true).firstElementChild);
  form.append(box);
  return box;
}

/** @param {BoardPage} page @param {Event} event */
function onSubmit(page, event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const column = form.closest("[data-composer]") && columnOf(form);
  if (!column || !areRows(rowsOf(fieldOf(form).value))) return;
  event.preventDefault();
  event.stopPropagation();
  const { submitter } = /** @type {SubmitEvent} */ (event);
  const make = /** @type {HTMLButtonElement | null} */ (form.querySelector("[data-make]"));
  if (submitter?.hasAttribute("data-one")) createOneCard(page, form, column);
  else if (!make?.disabled) createCards(page, form, column);
}

/** @param {BoardPage} page @param {HTMLFormElement} form @param {HTMLElement} column */
function createCards(page, form, column) {
  const rows = rowsOf(fieldOf(form).value);
  const batch = rows.slice(0, MAX_LINES);
  if (batch.some(({ rest }) => rest.length)) createFromCells(page, form, column, batch);
  else {
    const entities = batch.map(() => uuid7());
    const payload = { columnId: column.dataset.id ?? "", titles: batch.map(({ title }) => title), ...placeOfForm(form, column) };
    page.commands.issue("cards.create", entities[0], payload, undefined, { entities });
  }
  setRemaining(form, rows.slice(MAX_LINES).map(({ source }) => source).join("\n"));
}

/**
 * Creates a card per row: the first cell is its title, the others its description. The log keeps each description with the event
 * that set it, so this is a command per card. They are one step to undo.
 * @param {BoardPage} page
 * @param {HTMLFormElement} form
 * @param {HTMLElement} column
 * @param {Row[]} rows
 */
function createFromCells(page, form, column, rows) {
  const place = { columnId: column.dataset.id ?? "", ...placeOfForm(form, column) };
  const cards = rows.map(({ title, rest }) => ({ title, description: rest.join("\n"), ...place }));
  // Below the same card each new one comes first.
  if ("after" in place) cards.reverse();
  const words = ngettext("%(n)s card added to %(column)s", "%(n)s cards added to %(column)s", cards.length);
  page.undo.group(fill(words, { n: cards.length, column: columnName(column) }), () => {
    for (const card of cards) { const id = uuid7(); page.commands.issue("card.create", id, { id, ...card }); }
  });
}

/**
 * Creates one card: the first line is its title, the whole text its description.
 * @param {BoardPage} page
 * @param {HTMLFormElement} form
 * @param {HTMLElement} column
 */
function createOneCard(page, form, column) {
  const { value } = fieldOf(form);
  const most = Number(/** @type {HTMLElement} */ (form.querySelector("[data-one]")).dataset.limit);
  const excess = lengthOf(value.trim(), "raw") - most;
  if (excess > 0) { say(/** @type {HTMLElement} */ (form.querySelector("[data-lines] [data-text]")), excessText(excess)); return; }
  const id = uuid7();
  const title = cut(rowsOf(value)[0].title, longestTitle(form));
  page.commands.issue("card.create", id, {
    id,
    columnId: column.dataset.id ?? "",
    title,
    description: value.trim(),
    ...placeOfForm(form, column),
  });
  setRemaining(form, "");
}

/** @param {HTMLFormElement} form @param {HTMLElement} column */
function placeOfForm(form, column) {
  const list = listOf(column);
  const after =
    /** @type {HTMLElement} */ (form.closest("[data-composer]")).dataset.composer === "top"
      ? null
      : sentinelOf(list)
        ? cardsIn(list).at(-1)?.dataset.id
        : undefined;
  return after === undefined ? {} : { after };
}

/** @param {HTMLFormElement} form @param {string} text */
function setRemaining(form, text) {
  const field = fieldOf(form);
  // The pressed button goes with the choice: leaving the form empty by that would close it.
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.scrollIntoView?.({ block: "nearest" });
}

/** @param {HTMLFormElement} form */
function fieldOf(form) {
  return /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("title"));
}

/** Is there more than one title? @param {Row[]} rows */
function areRows(rows) {
  return rows.length > 1 || Boolean(rows[0]?.rest.length);
}
