/** Places cards in their columns. A long column may be loaded in part; cards beyond that part are not in the page. */

import { cardAfter, cardBefore, columnNode, columnOf, homeColumns, isCard, listOf, sentinelOf } from "./queries.js";
import { comparePositions, isWithin } from "./order.js";

/** Cards at a place that is not confirmed yet. They are ignored when others are ordered. @type {Set<string>} */
export const unconfirmed = new Set();

/** Cards beyond the loaded part that are in the page because a filter matches them. @type {Set<string>} */
export const guests = new Set();

/** Cards removed from the board that may come back, after a failed command or an undo. @type {Map<string, HTMLElement>} */
const detached = new Map();
const MAX_DETACHED = 50;

/** Finds a card on the board or among those removed lately. @param {string} id */
export function findCard(id) {
  return document.getElementById(`card-${id}`) ?? detached.get(id) ?? null;
}

/** Forgets everything for a freshly fetched page. */
export function resetPlacement() {
  unconfirmed.clear();
  guests.clear();
  detached.clear();
}

/**
 * Places a card by its position, or removes it if that part of the column is not loaded.
 * @param {HTMLElement} card
 * @param {string} columnId
 * @param {string} position
 */
export function placeCard(card, columnId, position) {
  const column = columnNode(columnId);
  const list = column && listOf(column);
  if (!list || !(isWithin(position, frontier(list)) || guests.has(card.dataset.id ?? ""))) { detachCard(card); return false; }
  moveNode(list, card, successor(list, position, card));
  return true;
}

/**
 * Places a card directly below `after`: null is the top, undefined the end of the loaded part.
 * If `after` is gone, a card that is in the column already stays where it is.
 * @param {HTMLElement} list @param {HTMLElement} card @param {string | null | undefined} after
 */
export function insertAfter(list, card, after) {
  if (after === null) { moveNode(list, card, firstExcept(list, card)); return; }
  const anchor = after ? document.getElementById(`card-${after}`) : null;
  if (anchor?.parentElement === list) moveNode(list, card, nextExcept(anchor, card));
  else if (after === undefined || card.parentElement !== list) moveNode(list, card, endOfCards(list));
}

/** Moves a node and keeps its focus and scroll position. @param {Element} parent @param {HTMLElement} node @param {Element | null} next */
export function moveNode(parent, node, next) {
  if (node.parentElement === parent && node.nextElementSibling === next) return;
  detached.delete(node.dataset.id ?? "");
  if (parent.moveBefore && node.isConnected) { parent.moveBefore(node, next); return; }
  const focused = node.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
  parent.insertBefore(node, next);
  focused?.focus({ preventScroll: true });
}

/** Removes a card from the board, keeps its node, and moves the focus to a neighbour. @param {HTMLElement} card */
export function detachCard(card) {
  if (card.contains(document.activeElement)) (cardAfter(card) ?? cardBefore(card))?.focus();
  const column = columnOf(card)?.dataset.id;
  if (column) homeColumns.set(card, column);
  card.remove();
  keepDetached(card);
}

/** @param {HTMLElement} card */
export function keepDetached(card) {
  detached.set(card.dataset.id ?? "", card);
  if (detached.size > MAX_DETACHED) detached.delete(/** @type {string} */ (detached.keys().next().value));
}

/** The last loaded position of a column, or null if all cards are loaded. @param {HTMLElement} list @returns {string | null} */
export function frontier(list) {
  const more = sentinelOf(list);
  if (!more) return null;
  more.dataset.after ??= lastPosition(more);
  return more.dataset.after;
}

/** @param {HTMLElement} list @param {string} position */
export function extendFrontier(list, position) {
  const more = sentinelOf(list);
  if (more && comparePositions(position, more.dataset.after ?? "") > 0) more.dataset.after = position;
}

/** The node after the last card: the form for a new card, or the sentinel. @param {Element} list @returns {Element | null} */
export function endOfCards(list) {
  const end = list.querySelector(":scope > [data-composer=end]");
  return end ?? sentinelOf(list);
}

/** @param {HTMLElement} list @param {string} position @param {HTMLElement} card @returns {Element | null} */
function successor(list, position, card) {
  for (const other of /** @type {HTMLCollectionOf<HTMLElement>} */ (list.children)) {
    if (other === card || !isCard(other) || unconfirmed.has(other.dataset.id ?? "")) continue;
    if (comparePositions(other.dataset.position ?? "", position) > 0) return other;
  }
  return endOfCards(list);
}

/** @param {HTMLElement} more */
function lastPosition(more) {
  let card = cardBefore(more);
  while (card && unconfirmed.has(card.dataset.id ?? "")) card = cardBefore(card);
  return card?.dataset.position ?? "";
}

/** @param {HTMLElement} list @param {HTMLElement} card */
function firstExcept(list, card) {
  for (const other of list.children) if (other !== card && !other.matches("[data-composer=top]")) return other;
  return null;
}

/** @param {Element} anchor @param {HTMLElement} card */
function nextExcept(anchor, card) {
  return anchor.nextElementSibling === card ? card.nextElementSibling : anchor.nextElementSibling;
}
