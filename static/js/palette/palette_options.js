/** The options of the palette: what kind one is, and what becomes of a chosen one. */

import { fold } from "../texts/fold.js";
import { rememberItem } from "./recent_items.js";

/** May a search choose it by itself? What creates something has to be chosen, or typed by its name. @param {HTMLElement} option */
export function isHarmless(option) {
  return !("creates" in option.dataset) || "typed" in option.dataset;
}

/** Is this the name of a command, from its second word on? "new" may be anything. @param {string} name @param {string} words */
export function isCommand(name, words) {
  const [typed, whole] = [fold(words), fold(name)];
  return typed.length > whole.split(" ")[0].length && whole.startsWith(typed);
}

/** @param {HTMLElement} option */
export function isCompletion({ dataset }) {
  return "insert" in dataset;
}

/** @param {HTMLElement} dialog @param {HTMLElement} option */
export function rememberOption(dialog, option) {
  const { title, where, icon } = option.dataset;
  const href = option.getAttribute("href");
  if (title && href) rememberItem(dialog.dataset.me ?? "", { href, title, where: where ?? "", icon: icon ?? "" });
}

/** Opens a card of the current board over it, without leaving the page. @param {HTMLAnchorElement} link */
export function openOnThisBoard(link) {
  /** @type {any} */
  const board = document.getElementById("board");
  const number = board?.page && new RegExp(`^${board.page.url}/cards/(\\d+)$`).exec(link.pathname)?.[1];
  if (number) setTimeout(() => board.page.openCard(Number(number), undefined, link.hash.slice(1)));
  return Boolean(number);
}

/** @param {EventTarget | null} target @returns {HTMLElement | null} */
export function optionOf(target) {
  return /** @type {Element} */ (target).closest("[role=option]");
}

/** @param {import("./recent_items").RecentItem} thing @param {number} at */
export function optionFor({ href, title, where, icon }, at) {
  const option = /** @type {HTMLAnchorElement} */ (fromTemplate("palette-hit"));
  option.id = `hit-recent-${at}`;
  option.href = href;
  Object.assign(option.dataset, { title, where, icon });
  option.querySelector(".icon")?.classList.add(`icon--${icon}`);
  const [name, place] = [option.querySelector(".hit__title"), option.querySelector(".hit__where")];
  if (name) name.textContent = title;
  if (place) place.textContent = where;
  return option;
}

/** @param {string} id @returns {HTMLElement} */
function fromTemplate(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
}
