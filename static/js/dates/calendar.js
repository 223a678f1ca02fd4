/**
 * A month to pick a day from: a grid with one tab stop. Arrows go by days and weeks, PageUp and PageDown by months, with
 * Shift by years, Home and End to the ends of a week; Enter picks.
 */

import { formatLocale, gettext } from "../page/i18n.js";
import { dayOfDate, startOf } from "../texts/moments.js";
import { formatDate } from "./date_locale.js";

const WEEKS = 6;
const FIRST = "1970-01-01";
const LAST = "2200-12-31";

export class Calendar {
  /** @param {{ pick: (day: string) => void }} options */
  constructor({ pick }) {
    this.pick = pick;
    /** The day with the tab stop. */
    this.focused = dayOfDate(new Date());
    /** @type {{ start: string | null, due: string | null }} */
    this.chosen = { start: null, due: null };
    this.title = Object.assign(document.createElement("b"), { className: "calendar__title" });
    this.title.setAttribute("aria-live", "polite");
    this.grid = makeGrid();
    this.root = Object.assign(document.createElement("div"), { className: "calendar" });
    this.root.append(this.#head(), this.grid);
    this.grid.addEventListener("keydown", (event) => this.#onKey(event));
    this.grid.addEventListener("click", (event) => {
      const cell = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-day]"));
      if (cell && cell.getAttribute("aria-disabled") !== "true") this.pick(cell.dataset.day ?? "");
    });
  }

  /**
   * Shows the month of a day, and marks what is chosen.
   * @param {string | null} day
   * @param {{ start: string | null, due: string | null }} chosen
   */
  show(day, chosen) {
    this.chosen = chosen;
    this.focused = clamped(day ?? dayOfDate(new Date()));
    this.#draw();
  }

  focus() {
    /** @type {HTMLElement | null} */ (this.grid.querySelector("[tabindex='0']"))?.focus();
  }

  #draw() {
    const [year, month] = this.focused.split("-").map(Number);
    this.title.textContent = formatDate(new Date(year, month - 1, 1), { month: "long", year: "numeric" });
    const lead = (new Date(year, month - 1, 1).getDay() - firstWeekday() + 7) % 7;
    const days = Array.from({ length: WEEKS * 7 }, (_none, i) => new Date(year, month - 1, 1 - lead + i));
    const rows = Array.from({ length: WEEKS }, (_none, week) => this.#row(days.slice(7 * week, 7 * week + 7), month));
    this.grid.querySelector("tbody")?.replaceChildren(...rows);
  }

  /** @param {Date[]} days @param {number} month */
  #row(days, month) {
    const row = document.createElement("tr");
    row.append(...days.map((date) => this.#cell(date, month)));
    return row;
  }

  /** @param {Date} date @param {number} month */
  #cell(date, month) {
    const day = dayOfDate(date);
    const { start, due } = this.chosen;
    const cell = Object.assign(document.createElement("td"), { textContent: String(date.getDate()) });
    cell.tabIndex = day === this.focused ? 0 : -1;
    cell.dataset.day = day;
    cell.setAttribute("role", "gridcell");
    cell.setAttribute("aria-label", formatDate(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" }));
    cell.setAttribute("aria-selected", String(day === start || day === due));
    if (day === dayOfDate(new Date())) cell.setAttribute("aria-current", "date");
    if (date.getMonth() + 1 !== month) cell.dataset.outside = "";
    if (start && due && day > start && day < due) cell.dataset.between = "";
    if (day < FIRST || day > LAST) cell.setAttribute("aria-disabled", "true");
    return cell;
  }

  #head() {
    const head = Object.assign(document.createElement("div"), { className: "calendar__head" });
    head.append(this.#turn("icon--chevron-left", gettext("Previous month"), -1), this.title);
    head.append(this.#turn("icon--chevron-right", gettext("Next month"), 1));
    return head;
  }

  /** @param {string} icon @param {string} label @param {number} months */
  #turn(icon, label, months) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--sm btn--icon", title: label });
    button.setAttribute("aria-label", label);
    button.append(Object.assign(document.createElement("i"), { className: `icon ${icon}` }));
    button.addEventListener("click", () => { this.focused = clamped(addMonths(this.focused, months)); this.#draw(); });
    return button;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { key, shiftKey } = event;
    if (key === "Enter" || key === " ") this.pick(this.focused);
    else {
      const to = MOVES[key]?.(this.focused, shiftKey);
      if (!to) return;
      this.focused = clamped(to);
      this.#draw();
      this.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

/** @type {Record<string, (day: string, shift: boolean) => string>} */
const MOVES = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  Home: (day) => addDays(day, -placeInWeek(day)),
  End: (day) => addDays(day, 6 - placeInWeek(day)),
  PageUp: (day, shift) => addMonths(day, shift ? -12 : -1),
  PageDown: (day, shift) => addMonths(day, shift ? 12 : 1),
};

/** @param {string} day @param {number} days */
export function addDays(day, days) {
  const [year, month, date] = day.split("-").map(Number);
  return dayOfDate(new Date(year, month - 1, date + days));
}

/** The same day of another month, or its last one. @param {string} day @param {number} months */
export function addMonths(day, months) {
  const [year, month, date] = day.split("-").map(Number);
  const last = new Date(year, month + months, 0).getDate();
  return dayOfDate(new Date(year, month - 1 + months, Math.min(date, last)));
}

/** @param {string} day */
function clamped(day) {
  return day < FIRST ? FIRST : day > LAST ? LAST : day;
}

/** How many days of its week come before a day, in the reader's region. @param {string} day */
function placeInWeek(day) {
  return (new Date(startOf(day)).getDay() - firstWeekday() + 7) % 7;
}

/** The first day of the week in the reader's region: 0 is Sunday. */
export function firstWeekday() {
  const locale = /** @type {any} */ (new Intl.Locale(weekLocale()));
  const info = locale.getWeekInfo?.() ?? locale.weekInfo;
  return (info?.firstDay ?? (/^en-(US|CA|PH|IN|AU)$/.test(locale.toString()) ? 7 : 1)) % 7;
}

/** ISO 8601 begins the week with Monday, as Sweden does. */
function weekLocale() {
  const locale = formatLocale();
  return locale === "iso" ? "sv-SE" : locale;
}

function makeGrid() {
  const grid = Object.assign(document.createElement("table"), { className: "calendar__grid" });
  grid.setAttribute("role", "grid");
  grid.setAttribute("aria-label", gettext("Days"));
  const [head, body] = ["thead", "tbody"].map((name) => document.createElement(name));
  const row = document.createElement("tr");
  for (let i = 0; i < 7; i++) {
    // The 4th of January 1970 was a Sunday.
    const date = new Date(1970, 0, 4 + ((firstWeekday() + i) % 7));
    const short = formatDate(date, { weekday: "short" }).slice(0, 2);
    const cell = Object.assign(document.createElement("th"), { scope: "col", textContent: short });
    cell.setAttribute("abbr", formatDate(date, { weekday: "long" }));
    row.append(cell);
  }
  head.append(row);
  grid.append(head, body);
  return grid;
}
