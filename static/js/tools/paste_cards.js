/** Several lines pasted into the form for a new card: a card of each, or one card. Nothing pasted is lost. */

import { announce } from "../page/announce.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { uuid7 } from "../page/uuid7.js";
import { cardsIn, columnOf, listOf, moreOf } from "../board/dom/queries.js";
import { LINES } from "./bulk.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */

const TITLE = 200;

/** @param {BoardPage} page */
export function watchPasting(page) {
  const { root } = page;
  root.addEventListener("paste", onPaste, true);
  root.addEventListener("input", (event) => { const form = formOf(event); if (form) offer(form); });
  root.addEventListener("focusin", (event) => { const form = formOf(event); if (form) offer(form); });
  root.addEventListener("submit", (event) => onSubmit(page, event), true);
}

/** @param {Event} event @returns {HTMLFormElement | null} */
function formOf({ target }) {
  return target instanceof HTMLTextAreaElement ? /** @type {HTMLFormElement | null} */ (target.closest("[data-composer] form")) : null;
}

/** The field takes one line of a title's length: what is longer goes in past it. @param {ClipboardEvent} event */
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
function offer(form) {
  const lines = linesOf(fieldOf(form).value);
  const there = /** @type {HTMLElement | null} */ (form.querySelector("[data-lines]"));
  if (lines.length < 2) { there?.remove(); return; }
  const box = there ?? added(form);
  const long = lines.slice(0, LINES).filter((line) => line.length > TITLE).length;
  const n = Math.min(lines.length, LINES);
  const words = wordsOf(lines.length, long);
  const text = /** @type {HTMLElement} */ (box.querySelector("[data-text]"));
  if (text.textContent !== words) { text.textContent = words; announce(words); }
  const make = /** @type {HTMLButtonElement} */ (box.querySelector("[data-make]"));
  const first = lines.length > LINES ? ngettext("Make the first %(n)s card", "Make the first %(n)s cards", n) : ngettext("Make %(n)s card", "Make %(n)s cards", n);
  make.textContent = fill(first, { n });
  make.disabled = long > 0;
  if (!there) form.scrollIntoView?.({ block: "end", inline: "nearest" });
}

/** @param {number} n @param {number} long */
function wordsOf(n, long) {
  const counted = fill(ngettext("%(n)s line.", "%(n)s lines.", n), { n });
  if (long) return `${counted} ${fill(ngettext("%(n)s is longer than a title may be: shorten it, or make one card.", "%(n)s are longer than a title may be: shorten them, or make one card.", long), { n: long })}`;
  if (n > LINES) return `${counted} ${fill(gettext("At most %(most)s cards at a time: the other lines stay here for the next."), { most: LINES })}`;
  return counted;
}

/** @param {HTMLFormElement} form @returns {HTMLElement} */
function added(form) {
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
  if (submitter?.hasAttribute("data-one")) makeOne(page, form, column);
  else if (!make.disabled) makeEach(page, form, column);
}

/** @param {BoardPage} page @param {HTMLFormElement} form @param {HTMLElement} column */
function makeEach(page, form, column) {
  const lines = linesOf(fieldOf(form).value);
  const titles = lines.slice(0, LINES);
  const entities = titles.map(() => uuid7());
  const columnId = column.dataset.id ?? "";
  page.changes.issue("cards.create", entities[0], { columnId, titles, ...place(form, column) }, undefined, { entities });
  left(form, lines.slice(LINES).join("\n"));
}

/** The first line is its title, all of it its description. @param {BoardPage} page @param {HTMLFormElement} form @param {HTMLElement} column */
function makeOne(page, form, column) {
  const { value } = fieldOf(form);
  const id = uuid7();
  const [first] = linesOf(value);
  const title = first.length > TITLE ? `${first.slice(0, TITLE - 1)}…` : first;
  page.changes.issue("card.create", id, { id, columnId: column.dataset.id ?? "", title, description: value.trim(), ...place(form, column) });
  left(form, "");
}

/** @param {HTMLFormElement} form @param {HTMLElement} column */
function place(form, column) {
  const list = listOf(column);
  const after = /** @type {HTMLElement} */ (form.closest("[data-composer]")).dataset.composer === "top" ? null : moreOf(list) ? cardsIn(list).at(-1)?.dataset.id : undefined;
  return after === undefined ? {} : { after };
}

/** @param {HTMLFormElement} form @param {string} text */
function left(form, text) {
  const field = fieldOf(form);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  field.scrollIntoView?.({ block: "nearest" });
}

/** @param {HTMLFormElement} form */
function fieldOf(form) {
  return /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("title"));
}

/** Empty ones are none; spaces in a row are one. @param {string} text */
function linesOf(text) {
  return text.split(/\r?\n/).map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean);
}
