/**
 * Moments on the wire: an all-day date ("2026-12-04") or an instant ("2026-12-04T15:00:00.000Z").
 * An all-day date is the same day in every time zone. Days below are those of the reader's time zone.
 */

const DAY_LENGTH = "2026-12-04".length;

/** @param {string} moment */
export function isDay(moment) {
  return moment.length === DAY_LENGTH;
}

/** Returns the first millisecond of a day, or an instant itself. @param {string} moment @returns {number} */
export function startOf(moment) {
  return isDay(moment) ? localMidnight(moment, 0) : Date.parse(moment);
}

/**
 * Returns the first millisecond after a day, or an instant itself: what is due is late from then on.
 * @param {string} moment
 * @returns {number}
 */
export function endOf(moment) {
  return isDay(moment) ? localMidnight(moment, 1) : Date.parse(moment);
}

/** Returns the day of a moment as "YYYY-MM-DD". @param {string} moment @returns {string} */
export function dayOf(moment) {
  return isDay(moment) ? moment : dayOfDate(new Date(moment));
}

/** @param {Date} date @returns {string} */
export function dayOfDate(date) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** @param {string} day @param {number} later days to add @returns {number} */
function localMidnight(day, later) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).getTime();
}
