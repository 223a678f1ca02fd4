/** Events of several cards, taken apart: each card is applied as an event of its own. */

import { trusted } from "../../page/trusted_html.js";
import { cardNode, columnNode, listOf, moreOf } from "../dom/queries.js";
import { learnColumn } from "./columns.js";
import { redraw } from "../pending/preview.js";
import { findCard, place } from "../dom/placement.js";

/** @typedef {import("../../types").LoggedEvent} LoggedEvent */

/** @param {LoggedEvent} event @returns {LoggedEvent[]} */
export function singles(event) {
  if (event.type === "checklist_item.unconverted") return [{ ...event, type: "card.deleted", html: undefined }, event];
  if (!event.type.startsWith("cards.")) return [event];
  const [old, now] = event.changes.cards ?? [[], []];
  const faces = event.html ? trusted(event.html) : null;
  return event.payload.cards.map((/** @type {import("../../types").Card} */ card) => ({
    ...event,
    type: event.type.replace("cards.", "card."),
    payload: card,
    changes: changesOf(card.id, old, now),
    html: undefined,
    face: faceOf(faces, card.id),
  }));
}

/** @param {DocumentFragment | null} faces @param {string} id */
function faceOf(faces, id) {
  const face = faces?.querySelector(`#card-${id}`);
  return face ? /** @type {HTMLElement} */ (document.importNode(face, true)) : undefined;
}

/** {field: [old, new]} of one card. @param {string} id @param {any[]} old @param {any[]} now */
function changesOf(id, old, now) {
  const at = now.findIndex((card) => card.id === id);
  const fields = at < 0 ? [] : Object.keys(now[at]).filter((name) => name !== "id");
  return Object.fromEntries(fields.map((name) => [name, [old[at][name], now[at][name]]]));
}

/** The whole order of a column. Of one that is loaded in part, the known beginning stays and the rest is loaded again. @type {import("./reducer").Apply} */
export function columnSorted(page, { payload }) {
  const { cards, ...column } = payload;
  learnColumn(page, column);
  const node = columnNode(payload.id);
  const more = node && moreOf(listOf(node));
  if (more && cards.length) more.dataset.after = edge(cards);
  for (const card of cards) learnPlace(page, card, payload.id);
  // The end of what is loaded may be in sight now.
  if (more) page.columnCame(node);
}

/** The place of the last card before the first that the page does not have; "" where that is the very first. @param {import("../../types").PlacedCard[]} cards */
function edge(cards) {
  const unknown = cards.findIndex(({ id }) => !cardNode(id));
  const known = unknown < 0 ? cards : cards.slice(0, unknown);
  return known.at(-1)?.position ?? "";
}

/** @param {import("../page").BoardPage} page @param {import("../../types").PlacedCard} placed @param {string} columnId */
function learnPlace(page, { id, number, position, version }, columnId) {
  const facts = page.ledger.facts.get(id);
  if (facts && facts.version <= version) page.ledger.facts.set(id, { ...facts, position, version });
  page.parts.note(id, { columnId, position, version, number });
  const card = findCard(id);
  if (!card || Number(card.dataset.version) > version) return;
  Object.assign(card.dataset, { position, version: String(version) });
  if (facts) redraw(page, id);
  else place(card, columnId, position);
}
