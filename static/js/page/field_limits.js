/**
 * Says at a field with `data-limit` how much of its text is too much, and keeps such a text from being sent. Nothing is cut.
 * `data-limit-of` is how the server counts. With `data-limit-lines` the limit is for one line: several lines are something else.
 */

import { fill, ngettext } from "./i18n.js";
import { lengthOf } from "../texts/text_length.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */
/** @typedef {{ note: HTMLElement, described: string | null, invalid: string | null, timer?: ReturnType<typeof setTimeout> }} Shown */

const LIMITED = ":is(input, textarea)[data-limit]";
/** The counter appears at a tenth of the limit, and at so many characters at most. */
const MOST_LEFT = 100;
/** Composing a text can make this many code points of one. */
const GROWTH = 3;
const SPEAK_MS = 700;

/** @type {Map<Field, Shown>} */
const shown = new Map();
let made = 0;

export function watchLimits() {
  for (const type of ["input", "focusin", "focusout"]) document.addEventListener(type, onEdit, true);
  for (const type of ["submit", "reset"]) addEventListener(type, refreshSoon, true);
  addEventListener("submit", onSubmit, true);
  for (const field of document.querySelectorAll(LIMITED)) showLength(/** @type {Field} */ (field));
}

/** How many more characters fit; negative if there are too many. @param {Field} field */
export function lengthLeft({ value, dataset }) {
  const limit = Number(dataset.limit);
  if (!limit || value.length * GROWTH < limit / 2) return Infinity;
  if ("limitLines" in dataset && value.trim().includes("\n")) return Infinity;
  return limit - lengthOf(value, /** @type {import("../texts/text_length").Kind} */ (dataset.limitOf));
}

/** Refuses a text that is too long: says so, and leaves the focus in the field. @param {Field} field @returns {boolean} */
export function refuseLong(field) {
  if (lengthLeft(field) >= 0) return false;
  // The field may be behind a preview.
  if (field.hidden) /** @type {HTMLElement | null | undefined} */ (field.form?.querySelector("[data-action=write]"))?.click();
  for (let fold = field.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  showLength(field);
  speak(field, 0);
  field.focus();
  return true;
}

/** Shows or hides the counter, for instance after a script changed the text. @param {Field} field */
export function showLength(field) {
  const left = lengthLeft(field);
  if (!field.isConnected || left >= Math.min(MOST_LEFT, Math.floor(Number(field.dataset.limit) / 10))) { hide(field); return; }
  const { note, described, invalid } = shown.get(field) ?? add(field);
  const [count] = note.children;
  count.textContent = left < 0 ? excessText(-left) : fill(ngettext("%(n)s character left", "%(n)s characters left", left), { n: left });
  note.toggleAttribute("data-over", left < 0);
  setOrRemove(field, "aria-invalid", left < 0 ? "true" : invalid);
  setOrRemove(field, "aria-describedby", [described, note.id].filter(Boolean).join(" "));
  speak(field, SPEAK_MS);
}

/** @param {number} n */
export function excessText(n) {
  return fill(ngettext("%(n)s character too long", "%(n)s characters too long", n), { n });
}

/** @param {Event} event */
function onEdit({ target }) {
  if (target instanceof Element && target.matches(LIMITED)) showLength(/** @type {Field} */ (target));
  refresh();
}

/** @param {Event} event */
function onSubmit(event) {
  const { submitter } = /** @type {SubmitEvent} */ (event);
  if (/** @type {HTMLButtonElement | null} */ (submitter)?.formNoValidate) return;
  const { elements } = /** @type {HTMLFormElement} */ (event.target);
  const limited = [...elements].filter((element) => element.matches(LIMITED));
  if (!limited.some((element) => refuseLong(/** @type {Field} */ (element)))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function refreshSoon() {
  setTimeout(refresh);
}

/** Looks again at the fields with a counter: a script may have emptied or removed them. */
function refresh() {
  for (const field of [...shown.keys()]) showLength(field);
}

/** @param {Field} field @returns {Shown} */
function add(field) {
  made += 1;
  const note = Object.assign(document.createElement("p"), { className: "limit", id: `limit-${made}` });
  note.dataset.local = "";
  const count = document.createElement("span");
  count.setAttribute("aria-hidden", "true");
  const spoken = Object.assign(document.createElement("span"), { className: "sr" });
  spoken.setAttribute("role", "status");
  note.append(count, spoken);
  placeOf(field).after(note);
  const facts = { note, described: field.getAttribute("aria-describedby"), invalid: field.getAttribute("aria-invalid") };
  shown.set(field, facts);
  return facts;
}

/** @param {Field} field */
function hide(field) {
  const facts = shown.get(field);
  if (!facts) return;
  clearTimeout(facts.timer);
  facts.note.remove();
  setOrRemove(field, "aria-invalid", facts.invalid);
  setOrRemove(field, "aria-describedby", facts.described);
  shown.delete(field);
}

/** The element below which the counter stands: the field, or the row that it is a part of. @param {Field} field */
function placeOf(field) {
  let place = /** @type {Element} */ (field);
  while (place.parentElement && isRow(place.parentElement)) place = place.parentElement;
  return place;
}

/** @param {Element} parent */
function isRow(parent) {
  const { display, flexDirection, gridTemplateColumns } = getComputedStyle(parent);
  if (display.endsWith("flex")) return !flexDirection.startsWith("column");
  return display === "grid" && gridTemplateColumns.trim().includes(" ");
}

/** Tells a screen reader what the counter says, once the typing rests. @param {Field} field @param {number} ms */
function speak(field, ms) {
  const facts = shown.get(field);
  if (!facts) return;
  const [count, spoken] = facts.note.children;
  clearTimeout(facts.timer);
  facts.timer = setTimeout(() => {
    const text = count.textContent ?? "";
    // The same text is announced again only if it differs.
    if (ms && spoken.textContent?.trim() === text) return;
    spoken.textContent = spoken.textContent === text ? `${text}\u00a0` : text;
  }, ms);
}

/** @param {Field} field @param {string} name @param {string | null} value */
function setOrRemove(field, name, value) {
  if (value) field.setAttribute(name, value);
  else field.removeAttribute(name);
}
