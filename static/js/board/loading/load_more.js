/** The rest of a long column, as one scrolls: 50 at a time, and a stop at 300, where one has to ask. */

import { fill, ngettext } from "../../page/i18n.js";
import { dress } from "../dom/cards.js";
import { recount } from "../dom/counts.js";
import { cardNode, columnOf, isCard, listOf, moreOf } from "../dom/queries.js";
import { compare, within } from "../dom/order.js";
import { endSlot, floating, frontier, place } from "../dom/placement.js";

/** @typedef {import("../page").BoardPage} BoardPage */

const STEP = 50;
const STOP = 300;
const ASKED = 200;
const AHEAD = "600px 0px";

/** @type {WeakMap<Element, IntersectionObserver>} */
const watched = new WeakMap();
/** @type {WeakSet<Element>} */
const loading = new WeakSet();

/** Watches a column's end. Safe to call again. @param {BoardPage} page @param {HTMLElement} column */
export function watchEnd(page, column) {
  const list = listOf(column);
  const more = moreOf(list);
  watched.get(list)?.disconnect();
  if (!more || !globalThis.IntersectionObserver) return;
  frontier(list);
  const observer = new IntersectionObserver(([seen]) => { if (seen.isIntersecting) loadMore(page, list); }, { root: list, rootMargin: AHEAD });
  observer.observe(more);
  watched.set(list, observer);
}

/** A press on the button at the stop. @param {BoardPage} page @param {HTMLElement} list */
export async function loadAsked(page, list) {
  for (let loaded = 0; loaded < ASKED && moreOf(list); loaded += STEP) await load(page, list);
}

/** @param {BoardPage} page @param {HTMLElement} list */
async function loadMore(page, list) {
  // What one writes at the end would be carried off by what comes above it.
  if (list.childElementCount <= STOP && !list.querySelector(":scope > [data-composer=end]")) await load(page, list);
}

/** @param {BoardPage} page @param {HTMLElement} list */
async function load(page, list) {
  const more = moreOf(list);
  if (!more || loading.has(list)) return;
  if (page.sift) { await page.sift.more(list); return; }
  loading.add(list);
  page.parts.begin();
  try {
    const items = await page.parts.more(more.dataset.url ?? "", frontier(list) ?? "", STEP);
    await new Promise((done) => page.gate.run(() => { merge(page, list, items.filter(isCard)); done(undefined); }));
  } catch {
    // Offline: the sentinel is still there and asks again when it is seen again.
  } finally {
    loading.delete(list);
    page.parts.end();
    page.gate.run(() => recount(page));
  }
  const column = columnOf(list);
  if (column) watchEnd(page, column);
}

/** @param {BoardPage} page @param {HTMLElement} list @param {HTMLElement[]} cards */
export function merge(page, list, cards) {
  const more = moreOf(list);
  if (!more) return;
  const edge = cards.length < STEP ? null : (cards.at(-1)?.dataset.position ?? "");
  if (edge === null) more.remove();
  else if (compare(edge, more.dataset.after ?? "") > 0) more.dataset.after = edge;
  const columnId = columnOf(list)?.dataset.id ?? "";
  putIn(page, list, columnId, cards.filter((card) => isNews(page, card)));
  fetchUnseen(page, columnId, edge);
  offerMore(list);
}

/** Known cards stay as they are: what differs, the log will tell. @param {BoardPage} page @param {HTMLElement} card */
export function isNews(page, card) {
  const id = card.dataset.id ?? "";
  const moved = page.parts.elsewhere.get(id);
  return !cardNode(id) && !page.ledger.facts.has(id) && !(moved && moved.version > Number(card.dataset.version));
}

/** @param {BoardPage} page @param {HTMLElement} list @param {string} columnId @param {HTMLElement[]} cards */
function putIn(page, list, columnId, cards) {
  for (const card of cards) dress(card, page.me.id);
  const last = cards.length && lastOf(list);
  const inOrder = !last || compare(last.dataset.position ?? "", cards[0].dataset.position ?? "") < 0;
  if (inOrder && !floating.size) {
    const batch = document.createDocumentFragment();
    batch.append(...cards);
    list.insertBefore(batch, endSlot(list));
  } else {
    for (const card of cards) place(card, columnId, card.dataset.position ?? "");
  }
}

/** Cards that came here while the fetch was under way, and that it may not have known. @param {BoardPage} page @param {string} columnId @param {string | null} edge */
function fetchUnseen(page, columnId, edge) {
  for (const [id, card] of page.parts.elsewhere) {
    if (card.columnId !== columnId || cardNode(id) || !within(card.position, edge)) continue;
    page.arrivals.fetch({ id, ...card, columnId });
  }
}

/** @param {HTMLElement} list */
function lastOf(list) {
  const end = endSlot(list);
  const last = end ? end.previousElementSibling : list.lastElementChild;
  return isCard(last) ? last : null;
}

/** @param {HTMLElement} list */
function offerMore(list) {
  const button = moreOf(list)?.querySelector("button");
  if (button && list.childElementCount > STOP) {
    button.textContent = fill(ngettext("Show %(n)s more", "Show %(n)s more", ASKED), { n: ASKED });
  }
}
