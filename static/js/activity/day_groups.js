/** Deeds under the reader's own days, newest first, each once. */

import { tellTimes } from "../page/time.js";

/** Again, by the clock of this browser: the server grouped them by its own. @param {HTMLElement} root */
export function arrange(root) {
  const deeds = deedsIn(root);
  root.replaceChildren();
  for (const deed of deeds) put(root, deed);
}

/** @param {HTMLElement} root @param {HTMLElement} deed @returns {boolean} false where it was there already */
export function put(root, deed) {
  const seq = seqOf(deed);
  if (root.querySelector(`.deed[data-seq="${seq}"]`)) return false;
  const list = listOf(root, deed);
  list.insertBefore(deed, /** @type {HTMLElement[]} */ ([...list.children]).find((other) => seqOf(other) < seq) ?? null);
  tellTimes(deed);
  return true;
}

/** @param {HTMLElement} root @returns {HTMLElement[]} */
export function deedsIn(root) {
  return [...root.querySelectorAll(/** @type {"li"} */ (".deed"))];
}

/** @param {HTMLElement | undefined} deed */
export function seqOf(deed) {
  return Number(deed?.dataset.seq ?? 0);
}

/** The day's list, made where there is none yet. @param {HTMLElement} root @param {HTMLElement} deed */
function listOf(root, deed) {
  const at = momentOf(deed);
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
  tellTimes(section);
  return section;
}

/** @param {HTMLElement} deed */
function momentOf(deed) {
  return deed.querySelector(/** @type {"time"} */ (".deed__at"))?.dateTime ?? "";
}

/** "2031-02-03", which sorts as it reads. @param {string} at */
function dayOf(at) {
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
