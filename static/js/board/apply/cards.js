/** Events of cards. Each carries the whole card, so that one applied twice or late changes nothing. */

import { trustedElement } from "../../page/trusted_html.js";
import { dress, flash, setFacts, setTitle } from "../dom/cards.js";
import { cardNode, columnNode, columnOf, homes, listOf } from "../dom/queries.js";
import { morph } from "../dom/morph.js";
import { glide } from "../dom/motion.js";
import { compare, within } from "../dom/order.js";
import { redraw } from "../pending/preview.js";
import { extendFrontier, findCard, floating, frontier, keep, place, takeOff } from "../dom/placement.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {import("../../types").LoggedEvent} LoggedEvent */
/** @typedef {import("../../types").Card} Card */

/** @type {import("./reducer").Apply} */
export function cardChanged(page, event, own) {
  /** @type {Card} */
  const card = event.payload;
  const gone = event.type === "card.deleted" || Boolean(card.archivedAt);
  if (own) widen(own, card);
  const before = cardNode(card.id) && columnOf(/** @type {HTMLElement} */ (cardNode(card.id)));
  const node = learnCard(page, card, { gone, html: event.html, face: event.face });
  if (event.actorId === page.me.id || !node) return;
  if (event.type === "card.moved" ? columnOf(node) !== before : event.type !== "card.archived") flash(node, "is-new");
}

/**
 * Takes in what a card is now: from an event, an answer, or a refusal's `current`. Older news than the page has are ignored.
 * @param {BoardPage} page @param {Card} card @param {{ gone?: boolean, html?: string, face?: HTMLElement }} more @returns {HTMLElement | null} where it is in the page
 */
export function learnCard(page, card, { gone = Boolean(card.archivedAt), html, face } = {}) {
  const node = findCard(card.id);
  const fresh = face ?? (html ? trustedElement(html) : null);
  if (!node) return meet(page, card, gone, fresh);
  if (card.version < Number(node.dataset.version)) return cardNode(card.id);
  page.arrivals.forget(card.id);
  const known = fresh ? renew(page, node, fresh) : node;
  if (!fresh) setFacts(known, card, page.url);
  learnFacts(page, card, gone);
  if (page.ledger.facts.has(card.id)) redraw(page, card.id);
  else settle(known, card, gone);
  if (!cardNode(card.id)) noteElsewhere(page, card, gone);
  return cardNode(card.id);
}

/** A card that the page does not have: shown when it comes into the loaded part. @param {BoardPage} page @param {Card} card @param {boolean} gone @param {HTMLElement | null} fresh */
function meet(page, card, gone, fresh) {
  const { position } = card;
  learnFacts(page, card, gone);
  noteElsewhere(page, card, gone);
  const column = gone ? null : columnNode(card.columnId);
  if (!column || !(within(position, frontier(listOf(column))) || page.sift?.invites(card))) { page.arrivals.forget(card.id); return null; }
  if (!fresh) { page.arrivals.fetch(card); return null; }
  page.arrivals.forget(card.id);
  dress(fresh, page.me.id);
  place(fresh, card.columnId, position);
  return fresh;
}

/** A fetch that is under way may not know where it went. @param {BoardPage} page @param {Card} card @param {boolean} gone */
function noteElsewhere(page, { id, columnId, position, version, number }, gone) {
  page.parts.note(id, { columnId: gone ? null : columnId, position, version, number });
}

/** @param {BoardPage} page @param {HTMLElement} node @param {HTMLElement} fresh */
function renew(page, node, fresh) {
  if (node.isConnected) morph(node, fresh);
  else keep(fresh);
  const known = node.isConnected ? node : fresh;
  dress(known, page.me.id);
  return known;
}

/** @param {BoardPage} page @param {Card} card @param {boolean} gone */
function learnFacts(page, card, gone) {
  const facts = page.ledger.facts.get(card.id);
  if (!facts || card.version < facts.version) return;
  const { columnId, position, version, title, number } = card;
  page.ledger.facts.set(card.id, { ...facts, columnId: gone ? null : columnId, home: columnId, position, version, title, number });
}

/** @param {HTMLElement} node @param {Card} card @param {boolean} gone */
function settle(node, card, gone) {
  setTitle(node, card.title);
  floating.delete(card.id);
  if (gone) { takeOff(node); homes.set(node, card.columnId); }
  else if (node.isConnected) glide(node, () => place(node, card.columnId, card.position));
  else place(node, card.columnId, card.position);
}

/** Directly below the last loaded card nothing lies between: the loaded part now ends here. @param {import("../../types").Entry} own @param {Card} card */
function widen(own, card) {
  const after = own.sent?.after ?? own.payload.after;
  const anchor = after && cardNode(after);
  const list = anchor?.parentElement;
  if (!anchor || !list || columnOf(anchor)?.dataset.id !== card.columnId) return;
  const edge = frontier(list);
  if (edge !== null && compare(anchor.dataset.position ?? "", edge) === 0) extendFrontier(list, card.position);
}
