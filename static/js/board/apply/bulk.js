/** Splits events of several cards into one event per card. */

import { trusted } from "../../page/trusted_html.js";
import { cardNode, columnNode, listOf, sentinelOf } from "../dom/queries.js";
import { receiveColumn } from "./columns.js";
import { redraw } from "../pending/preview.js";
import { findCard, placeCard } from "../dom/placement.js";

/** @typedef {import("../../types").LoggedEvent} LoggedEvent */

/** @param {LoggedEvent} event @returns {LoggedEvent[]} */
export function splitBulkEvent(event) {
  if (event.type === "checklist_item.unconverted") return [{ ...event, type: "card.deleted", html: undefined }, event];
  if (!event.type.startsWith("cards.")) return [event];
  const [old, now] = event.changes.cards ?? [[], []];
  const rendered = event.html ? trusted(event.html) : null;
  return event.payload.cards.map((/** @type {import("../../types").Card} */ card) => ({
    ...event,
    type: event.type.replace("cards.", "card."),
    payload: card,
    changes: changesOf(card.id, old, now),
    html: undefined,
    element: elementOf(rendered, card.id),
  }));
}

/** @param {DocumentFragment | null} rendered @param {string} id */
function elementOf(rendered, id) {
  const found = rendered?.querySelector(`#card-${id}`);
  return found ? /** @type {HTMLElement} */ (document.importNode(found, true)) : undefined;
}

/** Returns `{field: [old, new]}` for one card. @param {string} id @param {any[]} old @param {any[]} now */
function changesOf(id, old, now) {
  const at = now.findIndex((card) => card.id === id);
  const fields = at < 0 ? [] : Object.keys(now[at]).filter((name) => name !== "id");
  return Object.fromEntries(fields.map((name) => [name, [old[at][name], now[at][name]]]));
}

/**
 * Applies a new order of a column. If only a part is loaded, the known beginning stays and the rest is loaded again.
 * @type {import("./reducer").Reducer<import("../../types").EventPayloads["column.sorted"]>}
 */
export function columnSorted(page, { payload }) {
  const { cards, ...column } = payload;
  receiveColumn(page, column);
  const node = columnNode(payload.id);
  const more = node && sentinelOf(listOf(node));
  if (more && cards.length) more.dataset.after = loadedEdge(cards);
  for (const card of cards) receivePlace(page, card, payload.id);
  // The end of the loaded part may be in view now.
  if (more) page.setUpColumn(node);
}

/**
 * The position of the last card before the first missing one; "" if the first card is missing.
 * @param {import("../../types").PlacedCard[]} cards
 */
function loadedEdge(cards) {
  const unknown = cards.findIndex(({ id }) => !cardNode(id));
  const known = unknown < 0 ? cards : cards.slice(0, unknown);
  return known.at(-1)?.position ?? "";
}

/** @param {import("../page").BoardPage} page @param {import("../../types").PlacedCard} placed @param {string} columnId */
function receivePlace(page, { id, number, position, version }, columnId) {
  const facts = page.ledger.facts.get(id);
  if (facts && facts.version <= version) page.ledger.facts.set(id, { ...facts, position, version });
  page.partials.noteMove(id, { columnId, position, version, number });
  const card = findCard(id);
  if (!card || Number(card.dataset.version) > version) return;
  Object.assign(card.dataset, { position, version: String(version) });
  if (facts) redraw(page, id);
  else placeCard(card, columnId, position);
}
