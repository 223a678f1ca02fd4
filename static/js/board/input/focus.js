/** Keyboard focus on the board (roving tabindex): one card is the Tab stop, and arrows move it. */

import { cardsIn, cardNode, columnOf, columnsOf, listOf } from "../dom/queries.js";

/** Makes a card, its links and its buttons the Tab stop of the board. @param {HTMLElement} card */
export function setTabStop(card) {
  const board = card.closest(".board");
  for (const old of /** @type {NodeListOf<HTMLElement>} */ (board?.querySelectorAll('.card[tabindex="0"]') ?? [])) {
    if (old !== card) setTabIndex(old, -1);
  }
  setTabIndex(card, 0);
}

/** Makes the first card the Tab stop if no card is. @param {HTMLElement} board */
export function ensureTabStop(board) {
  if (board.querySelector('.card[tabindex="0"]')) return;
  const first = /** @type {HTMLElement | null} */ (board.querySelector(".card[data-id]"));
  if (first) setTabIndex(first, 0);
}

/** @param {HTMLElement} card */
export function focusCard(card) {
  setTabStop(card);
  card.focus();
  card.scrollIntoView?.({ block: "nearest", inline: "nearest" });
}

/** @param {HTMLElement} card @param {string} key @returns {HTMLElement | null} */
export function neighbour(card, key) {
  const column = /** @type {HTMLElement} */ (columnOf(card));
  const cards = visibleCards(column);
  const at = cards.indexOf(card);
  if (key === "ArrowUp") return cards[at - 1] ?? null;
  if (key === "ArrowDown") return cards[at + 1] ?? null;
  if (key === "Home") return cards[0];
  if (key === "End") return cards.at(-1) ?? null;
  return sideways(column, at, key === "ArrowLeft" ? -1 : 1);
}

/** Focuses a card again after its dialog or menu. @param {string} id */
export function focusCardById(id) {
  const card = cardNode(id);
  if (card) focusCard(card);
}

/** The card at the same height in the nearest column that has cards. @param {HTMLElement} column @param {number} at @param {-1 | 1} step */
function sideways(column, at, step) {
  const columns = columnsOf(/** @type {HTMLElement} */ (column.parentElement));
  for (let i = columns.indexOf(column) + step; columns[i]; i += step) {
    const cards = visibleCards(columns[i]);
    if (cards.length) return cards[Math.min(at, cards.length - 1)];
  }
  return null;
}

/** The cards that no filter and no collapsed column hides. @param {HTMLElement} column */
export function visibleCards(column) {
  const cards = cardsIn(listOf(column));
  const filtered = "folded" in column.dataset || /** @type {HTMLElement} */ (column.parentElement).dataset.filter;
  return filtered ? cards.filter((card) => card.checkVisibility?.() ?? true) : cards;
}

/** @param {HTMLElement} card @param {0 | -1} stop */
function setTabIndex(card, stop) {
  card.tabIndex = stop;
  for (const inner of card.querySelectorAll("a, button")) inner.setAttribute("tabindex", String(stop));
}
