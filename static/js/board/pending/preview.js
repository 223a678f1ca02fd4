/** Previews pending commands in the DOM. A preview can be removed and shown again at any time. */

import { cardFromTemplate, nameMenu, prepareCard, setCardTitle } from "../dom/cards.js";
import { columnFromTemplate, placeColumn, insertColumnAfter, setColumn } from "../dom/columns.js";
import { cardNode, columnNode, listOf } from "../dom/queries.js";
import { isWithin } from "../dom/order.js";
import { findCard, unconfirmed, frontier, placeCard, insertAfter, detachCard } from "../dom/placement.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {import("../../types").Entry} Entry */

/** Shows the confirmed state of a card or column and its pending commands on top. @param {BoardPage} page @param {string} entity */
export function redraw(page, entity) {
  const facts = page.ledger.facts.get(entity);
  if (!facts) return;
  const pending = page.ledger.entriesOf(entity);
  if ("columnId" in facts) redrawCard(page, entity, facts, pending);
  else redrawColumn(page, entity, facts, pending);
  if (!pending.length) page.ledger.forget(entity);
}

/** @param {BoardPage} page @param {string} id @param {any} facts @param {Entry[]} pending */
function redrawCard(page, id, facts, pending) {
  unconfirmed.delete(id);
  const card = findCard(id);
  if (card) {
    setCardTitle(card, facts.title);
    if (!page.ledger.hasPendingPlace(id)) showConfirmed(card, facts);
    if (!pending.length) card.classList.remove("is-saving", "is-queued");
  } else if (!pending.length) fetchMissing(page, id, facts);
  for (const entry of pending) CARD_PREVIEWS[entry.type]?.(page, { ...entry, entity: id }, facts);
}

/**
 * Fetches a card that was never in the page and belongs into it after an own command.
 * @param {BoardPage} page
 * @param {string} id
 * @param {any} facts
 */
function fetchMissing(page, id, facts) {
  const column = facts.columnId && columnNode(facts.columnId);
  if (column && facts.number && isWithin(facts.position, frontier(listOf(column)))) page.missingCards.fetch({ ...facts, id });
}

/** @param {HTMLElement} card @param {any} facts */
function showConfirmed(card, facts) {
  if (facts.columnId) placeCard(card, facts.columnId, facts.position);
  else detachCard(card);
}

/** @param {BoardPage} page @param {string} id @param {any} facts @param {Entry[]} pending */
function redrawColumn(page, id, facts, pending) {
  const column = columnNode(id);
  if (column && facts.shown) { setColumn(column, facts); placeColumn(page.root, column, facts.position); }
  // A column that is still to be created keeps its node and the cards in it.
  else if (pending[0]?.type !== "column.create") column?.remove();
  for (const entry of pending) COLUMN_PREVIEWS[entry.type]?.(page, { ...entry, entity: id });
}

/** @type {Record<string, (page: BoardPage, entry: Entry, facts: any) => void>} */
const CARD_PREVIEWS = {
  "card.create": (page, { entity, payload }) => showNew(page, entity, payload.title, payload.columnId, payload.after),
  "card.move": (_page, { entity, payload }) => {
    const card = findCard(entity);
    if (card) moveOptimistically(card, payload.columnId, payload.after);
  },
  "card.update": (_page, { entity, payload }) => {
    const card = cardNode(entity);
    if (card && payload.title !== undefined) setCardTitle(card, payload.title);
  },
  "card.archive": (_page, { entity }) => removeFromBoard(entity),
  "card.delete": (_page, { entity }) => removeFromBoard(entity),
  "card.restore": (_page, { entity }, facts) => {
    const card = findCard(entity);
    if (card && facts.home) placeCard(card, facts.home, facts.position);
  },
  "cards.create": (page, { entity, entities = [], payload }) => {
    const at = entities.indexOf(entity);
    const above = entities[at - 1];
    showNew(page, entity, payload.titles[at], payload.columnId, above && cardNode(above) ? above : payload.after);
  },
  "cards.update": (_page, { entity, payload: { change } }, facts) => {
    const card = findCard(entity);
    if (change.archived) removeFromBoard(entity);
    else if (card && change.columnId && change.columnId !== facts.columnId) moveOptimistically(card, change.columnId, undefined);
  },
  "history.undo": (_page, { entity, before = {} }) => {
    const { columnId, after, title } = before[entity] ?? {};
    const card = findCard(entity);
    if (card && title !== undefined) setCardTitle(card, title);
    if (columnId === null) removeFromBoard(entity);
    else if (card && columnId) moveOptimistically(card, columnId, after);
  },
};

/** @type {Record<string, (page: BoardPage, entry: Entry) => void>} */
const COLUMN_PREVIEWS = {
  "column.create": (page, { entity, payload }) => {
    const known = columnNode(entity);
    const column = known ?? columnFromTemplate(entity);
    setColumn(column, payload);
    insertColumnAfter(page.root, column, undefined);
    if (!known) page.setUpColumn(column);
  },
  "column.update": (_page, { entity, payload }) => {
    const column = columnNode(entity);
    if (column) setColumn(column, payload);
  },
  "column.move": (page, { entity, payload }) => {
    const column = columnNode(entity);
    if (column) insertColumnAfter(page.root, column, payload.after);
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
    if (after !== undefined) insertColumnAfter(page.root, column, after);
    column.hidden = !shown;
  },
};

/** @param {HTMLElement} card @param {string} columnId @param {string | null | undefined} after */
function moveOptimistically(card, columnId, after) {
  const column = columnNode(columnId);
  if (!column) return;
  unconfirmed.add(card.dataset.id ?? "");
  insertAfter(listOf(column), card, after);
}

/** @param {string} id */
function removeFromBoard(id) {
  const card = cardNode(id);
  if (card) detachCard(card);
}

/**
 * Shows a card that no answer has confirmed. Its confirmed state has no title, so a redraw takes it from the command.
 * @param {BoardPage} page @param {string} id @param {string} title @param {string} columnId @param {string | null | undefined} after
 */
function showNew(page, id, title, columnId, after) {
  const card = findCard(id) ?? cardFromTemplate(id);
  prepareCard(card, page.me.id);
  setCardTitle(card, title);
  nameMenu(card, title);
  moveOptimistically(card, columnId, after);
}
