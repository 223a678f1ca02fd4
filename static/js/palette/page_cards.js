/** The cards of the board behind the palette: found at once, while the server still searches. */

import { fold } from "../texts/fold.js";
import { optionFor } from "./palette_options.js";

const MOST = 5;

/** @type {WeakMap<Element, { text: string, title: string, key: string }>} */
const folded = new WeakMap();

/**
 * Options for cards of the page in whose title all words begin a word, or whose key begins so.
 * @param {string} words @returns {HTMLElement[]}
 */
export function cardsOnPage(words) {
  const wanted = fold(words).split(" ").filter(Boolean);
  if (!wanted.length) return [];
  const found = [];
  for (const card of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".column[data-id] .card[data-id]"))) {
    const { title, key } = namesOf(card);
    if (key.startsWith(wanted.join(" ")) || wanted.every((word) => title.includes(` ${word}`))) found.push(card);
    if (found.length === MOST) break;
  }
  return found.map((card, at) => {
    const link = card.querySelector(".card__link");
    const where = card.querySelector(".card__id")?.textContent ?? "";
    const option = optionFor({ href: link?.getAttribute("href") ?? "", title: link?.textContent ?? "", where, icon: "square-kanban" }, at);
    option.id = `hit-here-${card.dataset.id}`;
    return option;
  });
}

/** The folded title, with a blank before each word, and the folded key. @param {HTMLElement} card */
function namesOf(card) {
  const text = card.querySelector(".card__link")?.textContent ?? "";
  const known = folded.get(card);
  if (known?.text === text) return known;
  const key = fold(card.querySelector(".card__id")?.textContent ?? "");
  const made = { text, key, title: ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, " ")}` };
  folded.set(card, made);
  return made;
}

/**
 * Hides the hits of an earlier query that the typed words no longer match, or that are among the cards of the page.
 * @param {HTMLElement} found @param {HTMLElement} here @param {string} words
 */
export function keepMatching(found, here, words) {
  const wanted = fold(words).split(" ");
  const shown = new Set([...here.querySelectorAll("[role=option]")].map((option) => option.getAttribute("href")));
  for (const hit of /** @type {NodeListOf<HTMLElement>} */ (found.querySelectorAll("[role=option]"))) {
    const text = fold(hit.textContent ?? "");
    hit.hidden = shown.has(hit.getAttribute("href")) || !wanted.every((word) => text.includes(word));
  }
  for (const group of /** @type {NodeListOf<HTMLElement>} */ (found.querySelectorAll("[role=group]"))) {
    group.hidden = !group.querySelector("[role=option]:not([hidden])");
  }
}

/**
 * Merges what the server found into what is shown: a card that both have stays where it is, with the server's marks.
 * @param {HTMLElement} here @param {DocumentFragment} fresh
 */
export function mergeHits(here, fresh) {
  for (const own of /** @type {NodeListOf<HTMLElement>} */ (here.querySelectorAll("[role=option]"))) {
    const same = [...fresh.querySelectorAll("[role=option]")].find((hit) => hit.getAttribute("href") === own.getAttribute("href"));
    if (!same) continue;
    same.setAttribute("aria-selected", own.getAttribute("aria-selected") ?? "false");
    own.replaceWith(same);
  }
  for (const group of fresh.querySelectorAll("[role=group]")) if (!group.querySelector("[role=option]")) group.remove();
}
