/** Formats times for the reader: "Tomorrow", "2 days late", "5 min ago". The server renders a plain text. */

import { isDay, startOf } from "../texts/moments.js";
import { fill, formatLocale, gettext, language, ngettext } from "./i18n.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Formats every <time> in `root`, itself included. @param {ParentNode & Node} root */
export function formatTimes(root, now = Date.now()) {
  if (root instanceof HTMLTimeElement) formatTime(root, now);
  for (const time of root.querySelectorAll("time[datetime]")) formatTime(/** @type {HTMLTimeElement} */ (time), now);
}

/** Formats times again every minute: "Tomorrow" becomes "Today". */
export function refreshTimes(root = document, every = MINUTE) {
  formatTimes(root);
  return setInterval(() => { if (!document.hidden) formatTimes(root); }, every);
}

/**
 * Formats a due date; with `full`, with the time of day. One that is a whole day has none.
 * @param {number} due
 * @param {number} now
 * @param {string} lang
 * @param {{ full?: boolean, isAllDay?: boolean }} options
 * @returns {{text: string, state: "" | "soon" | "late"}}
 */
export function dueText(due, now, lang = language(), { full = false, isAllDay = false } = {}) {
  const days = dayNumber(due) - dayNumber(now);
  const timed = (/** @type {string} */ day) => (full && !isAllDay ? `${day}, ${clock(due, lang)}` : day);
  if (isAllDay ? days < 0 : due < now) return { text: overdueText(now - due, -days), state: "late" };
  if (days === 0 && isAllDay) return { text: gettext("Today"), state: "soon" };
  if (days === 0) return { text: fill(gettext("Today, %(time)s"), { time: clock(due, lang) }), state: "soon" };
  if (days === 1) return { text: timed(gettext("Tomorrow")), state: "soon" };
  if (days < 7) return { text: timed(capitalize(format(due, lang, { weekday: "long" }), lang)), state: "" };
  return { text: timed(shortDay(due, now, lang)), state: "" };
}

/** @param {number} then @param {number} now */
export function relativeText(then, now, lang = language()) {
  const past = Math.max(0, now - then);
  const words = new Intl.RelativeTimeFormat(lang, { numeric: "auto", style: "short" });
  if (past < MINUTE) return gettext("just now");
  if (past < HOUR) return words.format(-Math.floor(past / MINUTE), "minute");
  if (past < 6 * HOUR || dayNumber(then) === dayNumber(now)) return words.format(-Math.floor(past / HOUR), "hour");
  if (past < 7 * DAY) return words.format(dayNumber(then) - dayNumber(now), "day");
  return shortDay(then, now, lang);
}

/** @param {HTMLTimeElement} time @param {number} now */
function formatTime(time, now) {
  const at = startOf(time.dateTime);
  const isDue = "due" in time.dataset || time.dataset.format?.startsWith("due");
  if (Number.isNaN(at) || !(isDue || time.dataset.format)) return;
  const isAllDay = isDay(time.dateTime);
  const text = isDue ? showDue(time, at, now, isAllDay) : plainText(time.dataset.format, at, now, isAllDay);
  if (time.textContent !== text) time.textContent = text;
  if (!time.title) time.title = format(at, language(), { dateStyle: "full", ...(!isAllDay && { timeStyle: "short" }) });
}

/**
 * Marks a due date as soon or late, and returns its text.
 * @param {HTMLTimeElement} time @param {number} at @param {number} now @param {boolean} isAllDay
 */
function showDue(time, at, now, isAllDay) {
  const { text, state } = dueText(at, now, language(), { full: time.dataset.format === "due-full", isAllDay });
  if (time.dataset.due !== state) time.dataset.due = state;
  return text;
}

/** @param {string | undefined} kind @param {number} at @param {number} now @param {boolean} isAllDay */
function plainText(kind, at, now, isAllDay, lang = language()) {
  if (kind === "time") return clock(at, lang);
  if (kind === "date") return shortDay(at, now, lang);
  if (kind === "datetime") return format(at, lang, { dateStyle: "medium", ...(!isAllDay && { timeStyle: "short" }) });
  if (kind === "day") return dayText(at, now, lang);
  return relativeText(at, now, lang);
}

/** @param {number} at @param {number} now @param {string} lang */
function dayText(at, now, lang) {
  const days = dayNumber(at) - dayNumber(now);
  if (days === 0 || days === -1) {
    return capitalize(new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(days, "day"), lang);
  }
  return capitalize(format(at, lang, { weekday: "long", day: "numeric", month: "long" }), lang);
}

/** @param {number} past @param {number} days */
function overdueText(past, days) {
  if (days < 1) {
    const hours = Math.max(1, Math.floor(past / HOUR));
    return fill(ngettext("%(n)s hour late", "%(n)s hours late", hours), { n: hours });
  }
  return fill(ngettext("%(n)s day late", "%(n)s days late", days), { n: days });
}

/** @param {number} at @param {number} now @param {string} lang */
function shortDay(at, now, lang) {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(at, lang, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
}

/** @param {number} at @param {string} lang */
function clock(at, lang) {
  return format(at, lang, { hour: "numeric", minute: "2-digit" });
}

/** Days since the epoch in the reader's time zone. @param {number} at */
function dayNumber(at) {
  const date = new Date(at);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY);
}

/** @param {string} text @param {string} lang */
function capitalize(text, lang) {
  return text.charAt(0).toLocaleUpperCase(lang) + text.slice(1);
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * Formatters are cached: creating one costs more than a hundred uses of it.
 * @param {number} at
 * @param {string} lang
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(at, lang, options) {
  const locale = formatLocale(lang);
  if (locale !== "iso") return formatIn(locale, at, options);
  const { weekday, dateStyle, day, hour, timeStyle } = options;
  return [
    (weekday || dateStyle === "full") && formatIn(lang, at, { weekday: "long" }),
    (day || dateStyle) && formatIn("sv-SE", at, { dateStyle: "short" }),
    (hour || timeStyle) && formatIn("sv-SE", at, { timeStyle: "short" }),
  ].filter(Boolean).join(" ");
}

/** @param {string} locale @param {number} at @param {Intl.DateTimeFormatOptions} options */
function formatIn(locale, at, options) {
  const key = locale + JSON.stringify(options);
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made.format(at);
}
