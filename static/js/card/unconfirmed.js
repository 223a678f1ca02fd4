/** An open card whose creation the server has not answered yet: shows what is known, and the card itself once it has a number. */

import { avatarOf } from "../page/avatars.js";
import { gettext } from "../page/i18n.js";
import { formatTimes } from "../page/time.js";
import { findCard } from "../board/dom/placement.js";
import { cardNode, cardTitle, columnName, columnOf } from "../board/dom/queries.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */

/** Renders what the page and its pending commands know of a card. @param {BoardPage} page @param {string} id @returns {HTMLElement} */
export function unconfirmedSheet(page, id) {
  const blank = /** @type {HTMLTemplateElement} */ (document.getElementById("sheet-skeleton"));
  const sheet = /** @type {HTMLElement} */ (document.importNode(blank.content, true).firstElementChild);
  const known = knownFields(page, id);
  sheet.removeAttribute("aria-busy");
  Object.assign(sheet.dataset, { card: id, unconfirmed: "" });
  const title = node("h1", "sheet__title", known.title);
  Object.assign(title, { id: "card-title", tabIndex: -1, autofocus: true });
  const words = node("p", "prose", known.description);
  words.dataset.plain = "";
  const column = columnOf(findCard(id) ?? sheet);
  sheet.querySelector(".sheet__head .skel")?.replaceWith(node("span", "", column ? columnName(column) : ""));
  sheet.querySelector(".sheet__head")?.after(note());
  sheet.querySelector(".sheet__main")?.replaceChildren(title, ...(known.description ? [words] : []));
  sheet.querySelector(".sheet__side")?.replaceChildren(...facts(page, known));
  formatTimes(sheet);
  return sheet;
}

/** The fields that pending commands give the card, the newest last. @param {BoardPage} page @param {string} id */
function knownFields(page, id) {
  const card = findCard(id);
  /** @type {Record<string, any>} */
  const known = { title: card ? cardTitle(card) : "" };
  for (const { type, payload } of page.ledger.entriesOf(id)) if (type.startsWith("card.")) Object.assign(known, payload);
  return known;
}

function note() {
  const box = node("div", "alert alert--warn sheet__note", gettext("This card isn’t saved yet. The rest of it opens here once it is."));
  box.setAttribute("role", "status");
  return box;
}

/** @param {BoardPage} page @param {Record<string, any>} known @returns {HTMLElement[]} */
function facts(page, { assigneeIds = [], labelIds = [], dueAt = null }) {
  const people = assigneeIds.map((/** @type {string} */ id) => {
    const person = node("span", "person", "");
    const face = avatarOf(id, "av--sm");
    person.append(...(face ? [face] : []), page.memberName(id));
    return person;
  });
  const labels = labelIds.filter((/** @type {string} */ id) => page.labels.has(id)).map((/** @type {string} */ id) => {
    const { name, color } = /** @type {import("../types").Label} */ (page.labels.get(id));
    const label = node("span", "label label--lg", name);
    label.dataset.hue = color;
    return label;
  });
  const due = dueAt ? [Object.assign(node("time", "meta", ""), { dateTime: dueAt })] : [];
  for (const time of due) Object.assign(time.dataset, { due: "", format: "due-full" });
  return [side(gettext("Assignees"), people), side(gettext("Labels"), labels), side(gettext("Dates"), due)].flat();
}

/** @param {string} name @param {HTMLElement[]} shown @returns {HTMLElement[]} */
function side(name, shown) {
  if (!shown.length) return [];
  const [section, row] = [node("section", "side", ""), node("div", "side__row", "")];
  row.append(...shown);
  section.append(node("h2", "", name), row);
  return [section];
}

/** The number of a card that the server has answered for, or 0. @param {string} id */
export function confirmedNumber(id) {
  return Number(cardNode(id)?.dataset.number ?? 0);
}

/** @param {string} tag @param {string} className @param {string} textContent @returns {HTMLElement} */
function node(tag, className, textContent) {
  return Object.assign(document.createElement(tag), { className, textContent });
}
