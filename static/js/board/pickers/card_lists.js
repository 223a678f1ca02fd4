/** The labels and assignees of cards as their user sees them, pending changes included, and the commands that change one of them. */

import { updateCard } from "../commands/cards.js";
import { cardNode } from "../dom/queries.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {"labelIds" | "assigneeIds"} ListName */
/** @typedef {import("../../types").Entry} Entry */

/** The attribute of a card's node, the selector in an open card, and the ends of a bulk change's names. */
const PLACES = {
  labelIds: { data: "labels", inSheet: ".sheet__side [data-label]", key: "label", bulk: "LabelIds" },
  assigneeIds: { data: "assignees", inSheet: ".sheet__side .person [data-user]", key: "user", bulk: "AssigneeIds" },
};

/** Do all, some or none of the cards have it? @param {BoardPage} page @param {string[]} ids @param {ListName} list @param {string} id */
export function stateOf(page, ids, list, id) {
  const n = ids.filter((card) => listOfCard(page, card, list).includes(id)).length;
  return n === 0 ? "off" : n === ids.length ? "on" : "some";
}

/**
 * Adds an id to the cards' lists, or removes it. One card gets its list whole, several get a bulk change.
 * @param {BoardPage} page
 * @param {string[]} ids
 * @param {ListName} list
 * @param {string} id
 * @param {boolean} on
 */
export function changeList(page, ids, list, id, on) {
  if (ids.length > 1) {
    const change = { [`${on ? "add" : "remove"}${PLACES[list].bulk}`]: [id] };
    page.tools.then(({ updateCards }) => updateCards(page, ids, change)).catch(reportError);
    return;
  }
  const now = listOfCard(page, ids[0], list);
  const next = on ? [...now.filter((other) => other !== id), id] : now.filter((other) => other !== id);
  updateCard(page, ids[0], { [list]: next }, versionOf(page, ids[0]), { [list]: now });
}

/** @param {BoardPage} page @param {string} cardId @param {ListName} list @returns {string[]} */
function listOfCard(page, cardId, list) {
  return page.ledger.entriesOf(cardId).reduce((ids, entry) => afterEntry(ids, entry, list), confirmedList(cardId, list));
}

/** @param {string[]} ids @param {Entry} entry @param {ListName} list */
function afterEntry(ids, { type, payload }, list) {
  if (type === "card.update" && payload[list]) return payload[list];
  if (type !== "cards.update") return ids;
  const { bulk } = PLACES[list];
  const { [`remove${bulk}`]: removed = [], [`add${bulk}`]: added = [] } = payload.change;
  const kept = ids.filter((id) => !removed.includes(id));
  return [...kept, ...added.filter((/** @type {string} */ id) => !kept.includes(id))];
}

/** @param {string} cardId @param {ListName} list @returns {string[]} */
function confirmedList(cardId, list) {
  const { data, inSheet, key } = PLACES[list];
  const card = cardNode(cardId);
  if (card) return (card.dataset[data] ?? "").split(" ").filter(Boolean);
  const shown = /** @type {NodeListOf<HTMLElement>} */ (sheetOf(cardId)?.querySelectorAll(inSheet) ?? []);
  return [...shown].map((node) => node.dataset[key] ?? "");
}

/** An archived card has its version in the open card only. @param {BoardPage} page @param {string} cardId */
export function versionOf(page, cardId) {
  return page.commands.factsOf(cardId, "card.").version || Number(sheetOf(cardId)?.dataset.version ?? 0);
}

/** @param {string} cardId @returns {HTMLElement | null} */
export function sheetOf(cardId) {
  return document.querySelector(`#card-dialog [data-card="${CSS.escape(cardId)}"]`);
}
