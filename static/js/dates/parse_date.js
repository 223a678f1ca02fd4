/**
 * Reads a date from typed words, in English and in Russian: "fri", "12 dec 15:00", "через 3 дня", "в пятницу в 15:00".
 * A day without a year is the next one; a weekday is never today.
 */

import { dayOfDate } from "../texts/moments.js";
import { fold } from "../texts/fold.js";
import { takeTime } from "./parse_time.js";

/** `day` is "YYYY-MM-DD", `time` "HH:MM" if one was named. @typedef {{ day: string, time: string | null }} TypedMoment */

const MOST_CHARACTERS = 100;
const FIRST_YEAR = 1970;
const LAST_YEAR = 2200;
const FILLERS = new Set(
  "on by due the of this at in в во на к ко до этот эту это эта ближайший ближайшую ближайшее ближайшая го".split(" "),
);
const NEXT = /^(next|след\S*)$/;

/**
 * @param {string} text
 * @param {{ now?: Date, isMonthFirst?: boolean }} [context] `isMonthFirst`: 12/4 is the 4th of December
 * @returns {TypedMoment | null} null if the text is no date
 */
export function parseMoment(text, { now = new Date(), isMonthFirst = false } = {}) {
  if (text.length > MOST_CHARACTERS) return null;
  const { time, rest } = takeTime(fold(text));
  const words = rest.split(/[\s,]+/).filter(Boolean);
  const date = words.length ? dateOf(words, now, isMonthFirst) : time ? nextWithTime(time, now) : null;
  if (!date || date.getFullYear() < FIRST_YEAR || date.getFullYear() > LAST_YEAR) return null;
  return { day: dayOfDate(date), time };
}

/** @param {string[]} words @param {Date} now @param {boolean} isMonthFirst @returns {Date | null} */
function dateOf(words, now, isMonthFirst) {
  const whole = words.join(" ");
  return namedDay(whole, now)
    ?? later(whole, now)
    ?? numeric(whole, now, isMonthFirst)
    ?? withMonth(words.filter((word) => !FILLERS.has(word)), now)
    ?? weekday(words.filter((word) => !FILLERS.has(word)), now);
}

/** @param {Date} now @param {number} days */
function inDays(now, days) {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
}

/** @type {[RegExp, (now: Date) => Date][]} */
const NAMED = [
  [/^(today|tod|сегодня|сег)$/, (now) => inDays(now, 0)],
  [/^(tomorrow|tom|tmr|завтра|завт)$/, (now) => inDays(now, 1)],
  [/^(day after tomorrow|послезавтра)$/, (now) => inDays(now, 2)],
  [/^(yesterday|вчера)$/, (now) => inDays(now, -1)],
  [/^(next week|(на )?след\S* недел\S*)$/, (now) => inDays(now, 8 - isoWeekday(now))],
  [/^((this )?weekend|выходны\S*|на выходны\S*)$/, (now) => inDays(now, (6 - isoWeekday(now) + 7) % 7)],
  [/^(next month|(в )?след\S* месяц\S*)$/, (now) => new Date(now.getFullYear(), now.getMonth() + 1, 1)],
  [/^(end of (the )?week|eow|(к |в )?кон\S* недели)$/, (now) => inDays(now, (5 - isoWeekday(now) + 7) % 7)],
  [/^(end of (the )?month|eom|(к |в )?кон\S* месяца)$/, (now) => new Date(now.getFullYear(), now.getMonth() + 1, 0)],
  [/^(end of (the )?year|eoy|(к |в )?кон\S* года)$/, (now) => new Date(now.getFullYear(), 11, 31)],
];

/** @param {string} text @param {Date} now */
function namedDay(text, now) {
  return NAMED.find(([pattern]) => pattern.test(text))?.[1](now) ?? null;
}

const UNIT = "d|w|m|y|days?|weeks?|months?|years?|д|н|м|г|дн\\S*|день|дня|недел\\S*|месяц\\S*|год\\S*|лет";
const LATER = new RegExp(`^(?:in|через|\\+)? ?(\\d{1,4}|a|an|one|один|одну)? ?(${UNIT})$`);

/** @param {string} text @param {Date} now @returns {Date | null} */
function later(text, now) {
  const found = LATER.exec(text);
  if (!found || (!found[1] && !/^(in|через)/.test(text))) return null;
  const n = Number(found[1]) || 1;
  if (/^(d|д)/.test(found[2])) return inDays(now, n);
  if (/^(w|н)/.test(found[2])) return inDays(now, 7 * n);
  return inMonths(now, /^(m|м)/.test(found[2]) ? n : 12 * n);
}

/** The same day of a later month, or its last one. @param {Date} now @param {number} months */
function inMonths(now, months) {
  const last = new Date(now.getFullYear(), now.getMonth() + months + 1, 0);
  return new Date(last.getFullYear(), last.getMonth(), Math.min(now.getDate(), last.getDate()));
}

/** "2026-12-04", "4.12", "4.12.2026", "12/4", "4". @param {string} text @param {Date} now @param {boolean} isMonthFirst */
function numeric(text, now, isMonthFirst) {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const found = /^(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2}))?\.?$/.exec(text);
  if (found) {
    const [first, second] = [Number(found[1]), Number(found[3])];
    const [day, month] = found[2] === "/" && isMonthFirst ? [second, first] : [first, second];
    return inYear(now, day, month, found[4]);
  }
  const day = /^(\d{1,2})(?:st|nd|rd|th|-?го|-?е)?$/.exec(text);
  return day ? nextDayOfMonth(now, Number(day[1])) : null;
}

/** @param {Date} now @param {number} day @returns {Date | null} */
function nextDayOfMonth(now, day) {
  for (let ahead = day < now.getDate() ? 1 : 0; ahead < 4; ahead++) {
    const date = existing(now.getFullYear(), now.getMonth() + 1 + ahead, day, true);
    if (date) return date;
  }
  return null;
}

const MONTHS = [
  ["january", "янв"], ["february", "фев"], ["march", "мар"], ["april", "апр"], ["may", "май", "мая", "мае"], ["june", "июн"],
  ["july", "июл"], ["august", "авг"], ["september", "сен"], ["october", "окт"], ["november", "ноя"], ["december", "дек"],
];

/** "12 dec", "dec 12 2027", "12 декабря". @param {string[]} words @param {Date} now @returns {Date | null} */
function withMonth(words, now) {
  const at = words.findIndex((word) => monthOf(word) > 0);
  const numbers = words.filter((_word, i) => i !== at).map((word) => /^(\d{1,4})(?:st|nd|rd|th|-?го|-?е|г\.?)?$/.exec(word)?.[1]);
  if (at < 0 || numbers.length < 1 || numbers.length > 2 || numbers.includes(undefined)) return null;
  const [day, year] = /** @type {string[]} */ (numbers);
  return day.length > 2 ? null : inYear(now, Number(day), monthOf(words[at]), year);
}

/** @param {string} word @returns {number} 1 to 12, or 0 */
function monthOf(word) {
  if (word.replace(".", "").length < 3) return 0;
  const bare = word.replace(/\.$/, "");
  // English names are given whole, Russian ones by their stem.
  const fits = (/** @type {string} */ name) => (/^[a-z]/.test(name) ? name.startsWith(bare) : bare.startsWith(name));
  return MONTHS.findIndex((names) => names.some(fits)) + 1;
}

const WEEKDAYS = [
  ["monday", "пн", "понед"], ["tuesday", "вт", "вторн"], ["wednesday", "ср", "сред"], ["thursday", "чт", "четв"],
  ["friday", "пт", "пятн"], ["saturday", "сб", "субб"], ["sunday", "вс", "воскр"],
];

/** "fri", "next friday", "в пятницу". @param {string[]} words @param {Date} now @returns {Date | null} */
function weekday(words, now) {
  const isNext = NEXT.test(words[0] ?? "");
  const [word, ...more] = isNext ? words.slice(1) : words;
  const wanted = more.length || !word ? 0 : weekdayOf(word);
  if (!wanted) return null;
  const ahead = (wanted - isoWeekday(now) + 7) % 7 || 7;
  // The next Friday is that of the next week.
  return inDays(now, isNext ? wanted - isoWeekday(now) + 7 : ahead);
}

/** @param {string} word @returns {number} 1 is Monday; 0 for no weekday */
function weekdayOf(word) {
  const bare = word.replace(/\.$/, "");
  if (bare.length < 2) return 0;
  return WEEKDAYS.findIndex(([english, short, stem]) => english.startsWith(bare) || bare === short || bare.startsWith(stem)) + 1;
}

/** @param {Date} date @returns {number} 1 is Monday */
function isoWeekday(date) {
  return date.getDay() || 7;
}

/**
 * In the year that is named, or the next time that the day comes.
 * @param {Date} now @param {number} day @param {number} month @param {string} [year]
 */
function inYear(now, day, month, year) {
  if (year) return existing(year.length === 2 ? 2000 + Number(year) : Number(year), month, day);
  const thisYear = existing(now.getFullYear(), month, day);
  if (thisYear && thisYear >= inDays(now, 0)) return thisYear;
  // The 29th of February may be some years away.
  for (let ahead = 1; ahead <= 8; ahead++) {
    const date = existing(now.getFullYear() + ahead, month, day);
    if (date) return date;
  }
  return null;
}

/** The day, or null if the month has no such. @param {number} year @param {number} month @param {number} day @param {boolean} [anyMonth] */
function existing(year, month, day, anyMonth = false) {
  if ((!anyMonth && (month < 1 || month > 12)) || day < 1) return null;
  const date = new Date(year, month - 1, day);
  return date.getDate() === day ? date : null;
}

/** Today, or tomorrow if that time has passed. @param {string} time @param {Date} now */
function nextWithTime(time, now) {
  const [hours, minutes] = time.split(":").map(Number);
  return inDays(now, hours * 60 + minutes > now.getHours() * 60 + now.getMinutes() ? 0 : 1);
}
