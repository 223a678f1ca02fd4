/** Pasting several lines into the form for a new card: creates a card per line, or one card of all. */

import { announce } from "../page/announce.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { excessText } from "../page/field_limits.js";
import { cut, lengthOf } from "../page/text_length.js";
import { uuid7 } from "../page/uuid7.js";
import { cardsIn, columnOf, listOf, sentinelOf } from "../board/dom/queries.js";
import { MAX_LINES } from "./bulk.js";
import { hasVisible } from "../page/visible.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */

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

/** Inserts pasted lines without what surrounds them. @param {ClipboardEvent} event */
function onPaste(event) {
  const form = formOf(event);
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!form || linesOf(text).length < 2) return;
  event.preventDefault();
  const field = fieldOf(form);
  field.setRangeText(text.trim(), field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {HTMLFormElement} form */
function showChoice(form) {
  const lines = linesOf(fieldOf(form).value);
  const there = /** @type {HTMLElement | null} */ (form.querySelector("[data-lines]"));
  if (lines.length < 2) { there?.remove(); return; }
  const box = there ?? addChoice(form);
  const long = lines.slice(0, MAX_LINES).filter((line) => lengthOf(line, "name") > longestTitle(form)).length;
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
  const column = form.querySelector("[data-lines]") && columnOf(form);
  if (!column) return;
  event.preventDefault();
  event.stopPropagation();
  const { submitter } = /** @type {SubmitEvent} */ (event);
  const make = /** @type {HTMLButtonElement} */ (form.querySelector("[data-make]"));
  if (submitter?.hasAttribute("data-one")) createOneCard(page, form, column);
  else if (!make.disabled) createCards(page, form, column);
}

/** @param {BoardPage} page @param {HTMLFormElement} form @param {HTMLElement} column */
function createCards(page, form, column) {
  const lines = linesOf(fieldOf(form).value);
  const titles = lines.slice(0, MAX_LINES);
  const entities = titles.map(() => uuid7());
  const columnId = column.dataset.id ?? "";
  page.commands.issue("cards.create", entities[0], { columnId, titles, ...placeOfForm(form, column) }, undefined, { entities });
  setRemaining(form, lines.slice(MAX_LINES).join("\n"));
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
  const title = cut(linesOf(value)[0], longestTitle(form));
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

/** Splits text into non-empty lines and collapses spaces. @param {string} text */
function linesOf(text) {
  return text.split(/\r?\n/).map((line) => line.replace(/\s+/g, " ").trim()).filter(hasVisible);
}
