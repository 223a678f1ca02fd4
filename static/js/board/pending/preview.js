/** Showing what is wished for before it is true: each command as a change of the DOM, which can be taken back and done again. */

import { blankCard, dress, setTitle } from "../dom/cards.js";
import { blankColumn, placeColumn, putColumnAfter, setColumn } from "../dom/columns.js";
import { cardNode, columnNode, listOf } from "../dom/queries.js";
import { within } from "../dom/order.js";
import { findCard, floating, frontier, place, putAfter, takeOff } from "../dom/placement.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {import("../../types").Entry} Entry */

/** Shows the entity as the facts say and, on top, what is still pending. @param {BoardPage} page @param {string} entity */
export function redraw(page, entity) {
  const facts = page.ledger.facts.get(entity);
  if (!facts) return;
  const pending = page.ledger.of(entity);
  if ("columnId" in facts) redrawCard(page, entity, facts, pending);
  else redrawColumn(page, entity, facts, pending);
  if (!pending.length) page.ledger.forget(entity);
}

/** @param {BoardPage} page @param {string} id @param {any} facts @param {Entry[]} pending */
function redrawCard(page, id, facts, pending) {
  floating.delete(id);
  const card = findCard(id);
  if (card) {
    setTitle(card, facts.title);
    if (!page.ledger.placing(id)) settleCard(card, facts);
    if (!pending.length) card.classList.remove("is-saving", "is-queued");
  } else if (!pending.length) fetchUnseen(page, id, facts);
  for (const entry of pending) CARD_PAINTS[entry.type]?.(page, { ...entry, entity: id }, facts);
}

/** A card that was never in the page may come into it by what we wished for it. @param {BoardPage} page @param {string} id @param {any} facts */
function fetchUnseen(page, id, facts) {
  const column = facts.columnId && columnNode(facts.columnId);
  if (column && facts.number && within(facts.position, frontier(listOf(column)))) page.arrivals.fetch({ ...facts, id });
}

/** @param {HTMLElement} card @param {any} facts */
function settleCard(card, facts) {
  if (facts.columnId) place(card, facts.columnId, facts.position);
  else takeOff(card);
}

/** @param {BoardPage} page @param {string} id @param {any} facts @param {Entry[]} pending */
function redrawColumn(page, id, facts, pending) {
  const column = columnNode(id);
  if (column && !facts.shown) column.remove();
  else if (column) { setColumn(column, facts); placeColumn(page.root, column, facts.position); }
  for (const entry of pending) COLUMN_PAINTS[entry.type]?.(page, { ...entry, entity: id });
}

/** @type {Record<string, (page: BoardPage, entry: Entry, facts: any) => void>} */
const CARD_PAINTS = {
  "card.create": (page, { entity, payload }) => {
    const card = findCard(entity) ?? dressed(blankCard(entity, payload.title), page);
    wish(card, payload.columnId, payload.after);
  },
  "card.move": (_page, { entity, payload }) => {
    const card = findCard(entity);
    if (card) wish(card, payload.columnId, payload.after);
  },
  "card.update": (_page, { entity, payload }) => {
    const card = cardNode(entity);
    if (card && payload.title !== undefined) setTitle(card, payload.title);
  },
  "card.archive": (_page, { entity }) => goneFor(entity),
  "card.delete": (_page, { entity }) => goneFor(entity),
  "card.restore": (_page, { entity }, facts) => {
    const card = findCard(entity);
    if (card && facts.home) place(card, facts.home, facts.position);
  },
  "cards.create": (page, { entity, entities = [], payload }) => {
    const card = findCard(entity) ?? dressed(blankCard(entity, payload.titles[entities.indexOf(entity)]), page);
    const above = entities[entities.indexOf(entity) - 1];
    wish(card, payload.columnId, above && cardNode(above) ? above : payload.after);
  },
  "cards.update": (_page, { entity, payload: { change } }, facts) => {
    const card = findCard(entity);
    if (change.archived) goneFor(entity);
    else if (card && change.columnId && change.columnId !== facts.columnId) wish(card, change.columnId, undefined);
  },
  "history.undo": (_page, { entity, before = {} }) => {
    const { columnId, after, title } = before[entity] ?? {};
    const card = findCard(entity);
    if (card && title !== undefined) setTitle(card, title);
    if (columnId === null) goneFor(entity);
    else if (card && columnId) wish(card, columnId, after);
  },
};

/** @type {Record<string, (page: BoardPage, entry: Entry) => void>} */
const COLUMN_PAINTS = {
  "column.create": (page, { entity, payload }) => {
    if (columnNode(entity)) return;
    const column = blankColumn(entity, payload.name);
    putColumnAfter(page.root, column, undefined);
    page.columnCame(column);
  },
  "column.update": (_page, { entity, payload }) => {
    const column = columnNode(entity);
    if (column) setColumn(column, payload);
  },
  "column.move": (page, { entity, payload }) => {
    const column = columnNode(entity);
    if (column) putColumnAfter(page.root, column, payload.after);
  },
  "column.delete": (_page, { entity }) => {
    const column = columnNode(entity);
    if (column) column.hidden = true;
  },
  "history.undo": (page, { entity, before = {} }) => {
    const column = columnNode(entity);
    if (!column) return;
    const { shown = true, after, ...facts } = before[entity] ?? {};
    setColumn(column, /** @type {Partial<import("../../types").Column>} */ (facts));
    if (after !== undefined) putColumnAfter(page.root, column, after);
    column.hidden = !shown;
  },
};

/** @param {HTMLElement} card @param {string} columnId @param {string | null | undefined} after */
function wish(card, columnId, after) {
  const column = columnNode(columnId);
  if (!column) return;
  floating.add(card.dataset.id ?? "");
  putAfter(listOf(column), card, after);
}

/** @param {string} id */
function goneFor(id) {
  const card = cardNode(id);
  if (card) takeOff(card);
}

/** @param {HTMLElement} card @param {BoardPage} page */
function dressed(card, page) {
  dress(card, page.me.id);
  return card;
}
