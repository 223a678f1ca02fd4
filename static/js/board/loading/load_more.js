/** Loads more cards of a long column while scrolling, 50 at a time. After 300 cards the user has to press a button. */

import { fill, ngettext } from "../../page/i18n.js";
import { prepareCard } from "../dom/cards.js";
import { updateCounts } from "../dom/counts.js";
import { cardNode, columnOf, isCard, listOf, sentinelOf } from "../dom/queries.js";
import { comparePositions, isWithin } from "../dom/order.js";
import { endOfCards, unconfirmed, frontier, placeCard } from "../dom/placement.js";

/** @typedef {import("../page").BoardPage} BoardPage */

const STEP = 50;
const AUTO_LOAD_LIMIT = 300;
const ON_REQUEST = 200;
const AHEAD = "600px 0px";

/** @type {WeakMap<Element, IntersectionObserver>} */
const watched = new WeakMap();
/** @type {WeakSet<Element>} */
const loading = new WeakSet();

/** Loads more when the column's end comes near the view. Safe to call again. @param {BoardPage} page @param {HTMLElement} column */
export function observeEnd(page, column) {
  const list = listOf(column);
  const more = sentinelOf(list);
  watched.get(list)?.disconnect();
  if (!more || !globalThis.IntersectionObserver) return;
  frontier(list);
  const observer = new IntersectionObserver(
    ([seen]) => {
      if (seen.isIntersecting) loadAhead(page, list);
    },
    { root: list, rootMargin: AHEAD },
  );
  observer.observe(more);
  watched.set(list, observer);
}

/** Loads the next cards on request. @param {BoardPage} page @param {HTMLElement} list */
export async function loadNext(page, list) {
  for (let loaded = 0; loaded < ON_REQUEST && sentinelOf(list); loaded += STEP) await load(page, list);
}

/** @param {BoardPage} page @param {HTMLElement} list */
async function loadAhead(page, list) {
  // An open form at the end would be pushed out of view by cards above it.
  if (list.childElementCount <= AUTO_LOAD_LIMIT && !list.querySelector(":scope > [data-composer=end]")) await load(page, list);
}

/** @param {BoardPage} page @param {HTMLElement} list */
async function load(page, list) {
  const more = sentinelOf(list);
  if (!more || loading.has(list)) return;
  if (page.filtered) { await page.filtered.loadMore(list); return; }
  loading.add(list);
  page.partials.beginRequest();
  try {
    const items = await page.partials.nextCards(more.dataset.url ?? "", frontier(list) ?? "", STEP);
    await new Promise((done) => page.dragPause.run(() => { insertLoaded(page, list, items.filter(isCard)); done(undefined); }));
  } catch {
    // Offline: the sentinel stays and loads when it comes into view again.
  } finally {
    loading.delete(list);
    page.partials.endRequest();
    page.dragPause.run(() => updateCounts(page));
  }
  const column = columnOf(list);
  if (column) observeEnd(page, column);
}

/** @param {BoardPage} page @param {HTMLElement} list @param {HTMLElement[]} cards */
export function insertLoaded(page, list, cards) {
  const more = sentinelOf(list);
  if (!more) return;
  const edge = cards.length < STEP ? null : (cards.at(-1)?.dataset.position ?? "");
  if (edge === null) more.remove();
  else if (comparePositions(edge, more.dataset.after ?? "") > 0) more.dataset.after = edge;
  const columnId = columnOf(list)?.dataset.id ?? "";
  insertCards(page, list, columnId, cards.filter((card) => isUnknown(page, card)));
  fetchMovedHere(page, columnId, edge);
  labelMoreButton(list);
}

/**
 * Is the card missing in the page? Known cards stay as they are, because events update them.
 * @param {BoardPage} page
 * @param {HTMLElement} card
 */
export function isUnknown(page, card) {
  const id = card.dataset.id ?? "";
  const moved = page.partials.movedCards.get(id);
  return !cardNode(id) && !page.ledger.facts.has(id) && !(moved && moved.version > Number(card.dataset.version));
}

/** @param {BoardPage} page @param {HTMLElement} list @param {string} columnId @param {HTMLElement[]} cards */
function insertCards(page, list, columnId, cards) {
  for (const card of cards) prepareCard(card, page.me.id);
  const last = cards.length && lastCard(list);
  const inOrder = !last || comparePositions(last.dataset.position ?? "", cards[0].dataset.position ?? "") < 0;
  if (inOrder && !unconfirmed.size) {
    const batch = document.createDocumentFragment();
    batch.append(...cards);
    list.insertBefore(batch, endOfCards(list));
  } else {
    for (const card of cards) placeCard(card, columnId, card.dataset.position ?? "");
  }
}

/**
 * Fetches cards that moved here during the request and may be missing in its response.
 * @param {BoardPage} page
 * @param {string} columnId
 * @param {string | null} edge
 */
function fetchMovedHere(page, columnId, edge) {
  for (const [id, card] of page.partials.movedCards) {
    if (card.columnId !== columnId || cardNode(id) || !isWithin(card.position, edge)) continue;
    page.missingCards.fetch({ id, ...card, columnId });
  }
}

/** @param {HTMLElement} list */
function lastCard(list) {
  const end = endOfCards(list);
  const last = end ? end.previousElementSibling : list.lastElementChild;
  return isCard(last) ? last : null;
}

/** @param {HTMLElement} list */
function labelMoreButton(list) {
  const button = sentinelOf(list)?.querySelector("button");
  if (button && list.childElementCount > AUTO_LOAD_LIMIT) {
    button.textContent = fill(ngettext("Show %(n)s more", "Show %(n)s more", ON_REQUEST), { n: ON_REQUEST });
  }
}
