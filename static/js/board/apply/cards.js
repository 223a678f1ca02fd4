/** Applies events of cards. Each event carries the whole card and its version, so duplicates and late events change nothing. */

import { trustedElement } from "../../page/trusted_html.js";
import { prepareCard, flash, setCardFacts, setCardTitle } from "../dom/cards.js";
import { cardNode, columnNode, columnOf, homeColumns, listOf } from "../dom/queries.js";
import { morph } from "../dom/morph.js";
import { animateMove } from "../dom/motion.js";
import { comparePositions, isWithin } from "../dom/order.js";
import { redraw } from "../pending/preview.js";
import { extendFrontier, findCard, unconfirmed, frontier, keepDetached, placeCard, detachCard } from "../dom/placement.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {import("../../types").LoggedEvent} LoggedEvent */
/** @typedef {import("../../types").Card} Card */

/** @type {import("./reducer").Reducer<Card>} */
export function cardChanged(page, event, own) {
  /** @type {Card} */
  const card = event.payload;
  const gone = event.type === "card.deleted" || Boolean(card.archivedAt);
  if (own) extendLoadedPart(own, card);
  const before = cardNode(card.id) && columnOf(/** @type {HTMLElement} */ (cardNode(card.id)));
  const node = receiveCard(page, card, { gone, html: event.html, element: event.element });
  if (event.actorId === page.me.id || !node) return;
  if (event.type === "card.moved" ? columnOf(node) !== before : event.type !== "card.archived") flash(node, "is-new");
}

/**
 * Stores and shows a card from an event, a response or an error's `current`. An older version than the page has is ignored.
 * @param {BoardPage} page @param {Card} card @param {{ gone?: boolean, html?: string, element?: HTMLElement }} more @returns
 * {HTMLElement | null} the card's node, if it is on the board
 */
export function receiveCard(page, card, { gone = Boolean(card.archivedAt), html, element } = {}) {
  const node = findCard(card.id);
  const fresh = element ?? (html ? trustedElement(html) : null);
  if (!node) return receiveUnknownCard(page, card, gone, fresh);
  if (card.version < Number(node.dataset.version)) return cardNode(card.id);
  page.missingCards.forget(card.id);
  const known = fresh ? patchCard(page, node, fresh) : node;
  if (!fresh) setCardFacts(known, card, page.url);
  receiveFacts(page, card, gone);
  if (page.ledger.facts.has(card.id)) redraw(page, card.id);
  else showCard(known, card, gone);
  if (!cardNode(card.id)) noteMove(page, card, gone);
  return cardNode(card.id);
}

/**
 * Shows a card that the page does not have, if it belongs into the loaded part.
 * @param {BoardPage} page
 * @param {Card} card
 * @param {boolean} gone
 * @param {HTMLElement | null} fresh
 */
function receiveUnknownCard(page, card, gone, fresh) {
  const { position } = card;
  receiveFacts(page, card, gone);
  noteMove(page, card, gone);
  const column = gone ? null : columnNode(card.columnId);
  if (!column || !(isWithin(position, frontier(listOf(column))) || page.filtered?.accepts(card))) {
    page.missingCards.forget(card.id);
    return null;
  }
  if (!fresh) { page.missingCards.fetch(card); return null; }
  page.missingCards.forget(card.id);
  prepareCard(fresh, page.me.id);
  placeCard(fresh, card.columnId, position);
  return fresh;
}

/**
 * Notes the card's place for a fetch in flight, whose response may be older.
 * @param {BoardPage} page
 * @param {Card} card
 * @param {boolean} gone
 */
function noteMove(page, { id, columnId, position, version, number }, gone) {
  page.partials.noteMove(id, { columnId: gone ? null : columnId, position, version, number });
}

/** @param {BoardPage} page @param {HTMLElement} node @param {HTMLElement} fresh */
function patchCard(page, node, fresh) {
  if (node.isConnected) morph(node, fresh);
  else keepDetached(fresh);
  const known = node.isConnected ? node : fresh;
  prepareCard(known, page.me.id);
  return known;
}

/** @param {BoardPage} page @param {Card} card @param {boolean} gone */
function receiveFacts(page, card, gone) {
  const facts = page.ledger.facts.get(card.id);
  if (!facts || card.version < facts.version) return;
  const { columnId, position, version, title, number } = card;
  page.ledger.facts.set(card.id, { ...facts, columnId: gone ? null : columnId, home: columnId, position, version, title, number });
}

/** @param {HTMLElement} node @param {Card} card @param {boolean} gone */
function showCard(node, card, gone) {
  setCardTitle(node, card.title);
  unconfirmed.delete(card.id);
  if (gone) { detachCard(node); homeColumns.set(node, card.columnId); }
  else if (node.isConnected) animateMove(node, () => placeCard(node, card.columnId, card.position));
  else placeCard(node, card.columnId, card.position);
}

/**
 * An own card placed directly below the last loaded one extends the loaded part: nothing lies between them.
 * @param {import("../../types").Entry} own
 * @param {Card} card
 */
function extendLoadedPart(own, card) {
  const after = own.sent?.after ?? own.payload.after;
  const anchor = after && cardNode(after);
  const list = anchor?.parentElement;
  if (!anchor || !list || columnOf(anchor)?.dataset.id !== card.columnId) return;
  const edge = frontier(list);
  if (edge !== null && comparePositions(anchor.dataset.position ?? "", edge) === 0) extendFrontier(list, card.position);
}
