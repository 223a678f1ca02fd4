/** Deeds under the reader's own days, newest first, each once. */

import { formatTimes } from "../page/time.js";

/** Again, by the clock of this browser: the server grouped them by its own. @param {HTMLElement} root */
export function groupByDay(root) {
  const deeds = entriesIn(root);
  root.replaceChildren();
  for (const deed of deeds) insertEntry(root, deed);
}

/** @param {HTMLElement} root @param {HTMLElement} deed @returns {boolean} false where it was there already */
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

/** The day's list, made where there is none yet. @param {HTMLElement} root @param {HTMLElement} deed */
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

/** "2031-02-03", which sorts as it reads. @param {string} at */
function dayOf(at) {
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
