/** Applies events of columns. Only a new column carries HTML; other events carry fields. */

import { trustedElement } from "../../page/trusted_html.js";
import { placeColumn, setColumn } from "../dom/columns.js";
import { cardsIn, columnNode, listOf } from "../dom/queries.js";
import { prepareCard } from "../dom/cards.js";
import { redraw } from "../pending/preview.js";

/** @typedef {import("../page").BoardPage} BoardPage */

/** @type {import("./reducer").Reducer<import("../../types").Column>} */
export function columnChanged(page, { payload, html }) {
  receiveColumn(page, payload, html);
}

/** @type {import("./reducer").Reducer<import("../../types").Column>} */
export function columnDeleted(page, { payload }) {
  const facts = page.ledger.facts.get(payload.id);
  if (facts) page.ledger.facts.set(payload.id, { ...facts, shown: false });
  columnNode(payload.id)?.remove();
}

/**
 * Stores and shows a column from an event or a response.
 * @param {BoardPage} page
 * @param {import("../../types").Column} column
 * @param {string} [html]
 */
export function receiveColumn(page, column, html) {
  const node = columnNode(column.id);
  if (node && column.version < Number(node.dataset.version)) return;
  const facts = page.ledger.facts.get(column.id);
  if (facts) page.ledger.facts.set(column.id, { ...facts, ...column, shown: true });
  if (!node) { if (html) insert(page, column, html); return; }
  if (facts) { node.dataset.version = String(column.version); redraw(page, column.id); return; }
  setColumn(node, column);
  placeColumn(page.root, node, column.position);
}

/** @param {BoardPage} page @param {import("../../types").Column} column @param {string} html */
function insert(page, column, html) {
  const node = trustedElement(html);
  if (!node) return;
  placeColumn(page.root, node, column.position);
  for (const card of cardsIn(listOf(node))) prepareCard(card, page.me.id);
  page.setUpColumn(node);
}
