/** Picks the due date and the start of something: typed words, quick choices, a calendar, and a time by choice. It acts at once. */

import "../page/first_load.js";
import { topDialog } from "../page/announce.js";
import { fill, gettext } from "../page/i18n.js";
import { dayOf, dayOfDate, isDay, startOf } from "../texts/moments.js";
import { addDays, Calendar } from "./calendar.js";
import { dateLocale, formatDate } from "./date_locale.js";
import { parseMoment } from "./parse_date.js";

/** @typedef {"due" | "start"} Kind */
/**
 * @typedef {{
 *   moments: () => Record<Kind, string | null>,
 *   set: (kind: Kind, moment: string | null) => void,
 *   kinds?: Kind[],
 *   note?: string,
 *   closed?: () => void,
 * }} Options `set` is called with each choice; `note` says what the fields don't, such as that cards differ
 */

/** On a phone the style sheet places it. */
const NARROW = "(max-width: 720px)";

export class DatePicker {
  /** @type {Kind} */
  #kind = "due";

  /** @param {Options} options */
  constructor(options) {
    this.options = options;
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById("date-picker"));
    this.box = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
    this.words = /** @type {HTMLInputElement} */ (this.#part("words"));
    this.status = this.#part("status");
    this.time = /** @type {HTMLInputElement} */ (this.#part("time"));
    this.calendar = new Calendar({ pick: (day) => this.#pickDay(day) });
    this.#part("calendar").append(this.calendar.root);
    this.#listen();
  }

  /** @param {(box: HTMLElement) => void} place */
  open(place) {
    (topDialog() ?? document.body).append(this.box);
    this.box.showPopover?.();
    this.#draw();
    if (!globalThis.matchMedia?.(NARROW).matches) place(this.box);
    this.words.focus();
  }

  close() {
    if (!this.box.isConnected) return;
    const focused = this.box.contains(document.activeElement);
    this.box.remove();
    if (focused || document.activeElement === document.body) this.options.closed?.();
  }

  #listen() {
    this.box.addEventListener("toggle", (event) => { if (/** @type {ToggleEvent} */ (event).newState === "closed") this.close(); });
    this.box.addEventListener("keydown", (event) => this.#onKey(event));
    this.words.addEventListener("input", () => this.#preview());
    this.time.addEventListener("change", () => this.#pickTime());
    this.#part("no-time").addEventListener("click", () => { this.time.value = ""; this.#pickTime(); });
    this.box.addEventListener("click", (event) => {
      const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("button"));
      if (button?.dataset.kind) this.#show(/** @type {Kind} */ (button.dataset.kind));
      if (button?.dataset.day) this.#pickDay(button.dataset.day);
      if ("clear" in (button?.dataset ?? {})) this.#set(null);
    });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const isInWords = event.target === this.words;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && isInWords) this.#takeWords();
    else if (event.key === "ArrowDown" && isInWords) this.calendar.focus();
    else { event.stopPropagation(); return; }
    event.preventDefault();
    event.stopPropagation();
  }

  #takeWords() {
    const typed = this.#typed();
    if (typed) this.#set(momentOf(typed.day, typed.time ?? this.#timeOfDay()));
    else if (!this.words.value.trim()) this.close();
    else this.#refuse(gettext("That isn’t a date. Try “fri”, “12 dec” or “in 3 days”; years from 1970 to 2200."));
  }

  #typed() {
    return parseMoment(this.words.value, { isMonthFirst: isMonthFirst() });
  }

  #preview() {
    const typed = this.#typed();
    this.words.removeAttribute("aria-invalid");
    this.status.textContent = typed ? describe(momentOf(typed.day, typed.time ?? this.#timeOfDay())) : "";
    if (typed) this.calendar.show(typed.day, this.#days(typed.day));
  }

  /** @param {string} why */
  #refuse(why) {
    this.words.setAttribute("aria-invalid", "true");
    this.status.textContent = why;
    this.words.focus();
  }

  /** @param {string} day */
  #pickDay(day) {
    this.#set(momentOf(day, this.#timeOfDay()));
  }

  #pickTime() {
    const moment = this.#moment ?? dayOfDate(new Date());
    if (this.#set(momentOf(dayOf(moment), this.time.value || null), false)) this.#draw();
  }

  /** @param {string | null} moment @param {boolean} [closing] @returns {boolean} whether it was accepted */
  #set(moment, closing = true) {
    const next = { ...this.options.moments(), [this.#kind]: moment };
    if (next.start && next.due && isBefore(next.due, next.start)) {
      this.#refuse(gettext("The due date is before the start date."));
      return false;
    }
    this.options.set(this.#kind, moment);
    if (closing) this.close();
    return true;
  }

  get #moment() {
    return this.options.moments()[this.#kind];
  }

  #timeOfDay() {
    return this.time.value || null;
  }

  /** @param {Kind} kind */
  #show(kind) {
    this.#kind = kind;
    this.words.value = "";
    this.#draw();
    this.words.focus();
  }

  #draw() {
    const moment = this.#moment;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.box.querySelectorAll("[data-kind]"))) {
      button.setAttribute("aria-pressed", String(button.dataset.kind === this.#kind));
    }
    this.time.value = moment && !isDay(moment) ? clockOf(moment) : "";
    this.#part("no-time").hidden = !this.time.value;
    this.#part("clear").hidden = !moment && !this.options.note;
    this.status.textContent = moment ? describe(moment) : (this.options.note ?? "");
    this.words.removeAttribute("aria-invalid");
    this.#drawQuick();
    this.calendar.show(moment ? dayOf(moment) : null, this.#days());
  }

  #drawQuick() {
    const today = dayOfDate(new Date());
    const toMonday = (8 - (new Date().getDay() || 7));
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.box.querySelectorAll("[data-ahead]"))) {
      const day = addDays(today, button.dataset.ahead === "week" ? toMonday : Number(button.dataset.ahead));
      button.dataset.day = day;
      const note = button.querySelector("small");
      if (note) note.textContent = formatDate(startOf(day), { weekday: "short" });
    }
  }

  /** The days that the calendar marks. @param {string} [typed] */
  #days(typed) {
    const { start, due } = this.options.moments();
    const days = { start: start && dayOf(start), due: due && dayOf(due) };
    return typed ? { ...days, [this.#kind]: typed } : days;
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    return /** @type {HTMLElement} */ (this.box.querySelector(`[data-part="${name}"]`));
  }
}

/** @param {string} day @param {string | null} time local @returns {string} */
function momentOf(day, time) {
  return time ? new Date(`${day}T${time}`).toISOString() : day;
}

/** @param {string} due @param {string} start */
function isBefore(due, start) {
  return isDay(due) || isDay(start) ? dayOf(due) < dayOf(start) : due < start;
}

/** @param {string} moment @returns {string} "HH:MM" */
function clockOf(moment) {
  const at = new Date(moment);
  return [at.getHours(), at.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":");
}

/** "Friday, 4 December 2026, 15:00". @param {string} moment */
function describe(moment) {
  const day = formatDate(startOf(dayOf(moment)), { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  if (isDay(moment)) return day;
  const time = formatDate(startOf(moment), { hour: "numeric", minute: "2-digit" });
  return fill(gettext("%(day)s, %(time)s"), { day, time });
}

function isMonthFirst() {
  const parts = new Intl.DateTimeFormat(dateLocale(), { day: "numeric", month: "numeric" }).formatToParts(0);
  return parts.findIndex(({ type }) => type === "month") < parts.findIndex(({ type }) => type === "day");
}
