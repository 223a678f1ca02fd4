/** The commands of cards: one function for each thing that a user does to a card. */

import { uuid7 } from "../../page/uuid7.js";
import { cardNode, cardsIn, columnNode, listOf, sentinelOf, cardTitle } from "../dom/queries.js";

/** @typedef {import("../page").BoardPage} BoardPage */

/**
 * Moves a card directly below `after`: null is the top, undefined the end of the column.
 * @param {BoardPage} page
 * @param {string} id
 * @param {string} columnId
 * @param {string | null | undefined} after
 */
export function moveCard(page, id, columnId, after) {
  const { columnId: home, position, version } = cardFacts(page, id);
  page.commands.issue("card.move", id, { id, columnId, ...(after !== undefined && { after }) }, { version, columnId: home, position });
}

/** @param {BoardPage} page @param {string} columnId @param {string} title @param {"top" | "end"} where */
export function createCard(page, columnId, title, where) {
  const id = uuid7();
  const list = listOf(/** @type {HTMLElement} */ (columnNode(columnId)));
  const last = cardsIn(list).at(-1)?.dataset.id ?? null;
  // The end of the loaded part, where the user sees the card.
  const after = where === "top" ? null : sentinelOf(list) ? last : undefined;
  page.commands.issue("card.create", id, { id, columnId, title, ...(after !== undefined && { after }) });
  return id;
}

/** @param {BoardPage} page @param {string} id @param {string} title */
export function renameCard(page, id, title) {
  const facts = cardFacts(page, id);
  page.commands.issue("card.update", id, { id, title }, { version: facts.version, title: facts.title });
}

/**
 * Sets fields of a card. Lists such as labels are given whole.
 * @param {BoardPage} page
 * @param {string} id
 * @param {Record<string, any>} fields
 * @param {number} [version]
 * @param {Record<string, any>} [seen] the fields' values as the user sees them
 */
export function updateCard(page, id, fields, version = cardFacts(page, id).version, seen = known(fields, id)) {
  return page.commands.issue("card.update", id, { id, ...fields }, { version, ...seen });
}

/** @param {BoardPage} page @param {string} id */
export function archiveCard(page, id) {
  page.commands.issue("card.archive", id, { id }, { version: cardFacts(page, id).version });
}

/** @param {BoardPage} page @param {string} id */
export function deleteCard(page, id) {
  page.commands.issue("card.delete", id, { id }, { version: cardFacts(page, id).version });
}

/** @param {BoardPage} page @param {string} id */
export function restoreCard(page, id) {
  page.commands.issue("card.restore", id, { id }, { version: cardFacts(page, id).version });
}

/** @param {BoardPage} page @param {string} id */
function cardFacts(page, id) {
  return page.commands.factsOf(id, "card.");
}

/** The current values of these fields, as the card's node shows them. @param {Record<string, any>} fields @param {string} id */
function known(fields, id) {
  const card = cardNode(id);
  if (!card) return {};
  const ids = (/** @type {string | undefined} */ text) => (text ?? "").split(" ").filter(Boolean);
  const all = { title: cardTitle(card), labelIds: ids(card.dataset.labels), assigneeIds: ids(card.dataset.assignees) };
  return Object.fromEntries(Object.entries(all).filter(([field]) => field in fields));
}
