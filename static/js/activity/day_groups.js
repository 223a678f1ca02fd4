/** Groups activity entries by the reader's own calendar days, newest first, without duplicates. */

import { formatTimes } from "../page/time.js";

/** Regroups all entries by the browser's time zone; the server grouped them by UTC. @param {HTMLElement} root */
export function groupByDay(root) {
  const deeds = entriesIn(root);
  root.replaceChildren();
  for (const deed of deeds) insertEntry(root, deed);
}

/** @param {HTMLElement} root @param {HTMLElement} deed @returns {boolean} false if the entry is already shown */
export function insertEntry(root, deed) {
  const seq = seqOf(deed);
  if (root.querySelector(`.deed[data-seq="${seq}"]`)) return false;
  const list = listOf(root, deed);
  list.insertBefore(deed, /** @type {HTMLElement[]} */ ([...list.children]).find((other) => seqOf(other) < seq) ?? null);
  formatTimes(deed);
  return true;
}

/** @param {HTMLElement} root @returns {HTMLElement[]} */
export function entriesIn(root) {
  return [...root.querySelectorAll(/** @type {"li"} */ (".deed"))];
}

/** @param {HTMLElement | undefined} deed */
export function seqOf(deed) {
  return Number(deed?.dataset.seq ?? 0);
}

/** Returns the list of the entry's day and creates the section if needed. @param {HTMLElement} root @param {HTMLElement} deed */
function listOf(root, deed) {
  const at = timeOf(deed);
  const day = dayOf(at);
  const sections = /** @type {HTMLElement[]} */ ([...root.children]);
  const found = sections.find((section) => section.dataset.day === day);
  if (found) return /** @type {HTMLElement} */ (found.querySelector("ol"));
  const section = newDay(day, at);
  root.insertBefore(section, sections.find((other) => (other.dataset.day ?? "") < day) ?? null);
  return /** @type {HTMLElement} */ (section.querySelector("ol"));
}

/** @param {string} day @param {string} at */
function newDay(day, at) {
  const section = Object.assign(document.createElement("section"), { className: "deeds__day" });
  const time = Object.assign(document.createElement("time"), { dateTime: at });
  const heading = document.createElement("h2");
  section.dataset.day = day;
  time.dataset.format = "day";
  heading.append(time);
  section.append(heading, document.createElement("ol"));
  formatTimes(section);
  return section;
}

/** @param {HTMLElement} deed */
function timeOf(deed) {
  return deed.querySelector(/** @type {"time"} */ (".deed__at"))?.dateTime ?? "";
}

/** Formats a day as "2031-02-03", which sorts alphabetically. @param {string} at */
function dayOf(at) {
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
