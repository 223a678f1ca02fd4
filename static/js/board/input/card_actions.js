/** The actions on one card, used by its menu, the keyboard and the card dialog. */

import { archiveCard, deleteCard, updateCard } from "../commands/cards.js";
import { openComposer } from "./composer.js";
import { columnOf } from "../dom/queries.js";

/** @typedef {import("../page").BoardPage} BoardPage */

/** @type {Record<string, (page: BoardPage, card: HTMLElement) => void>} */
export const CARD_ACTIONS = {
  "open": (page, card) => page.openCard(Number(card.dataset.number), card.dataset.id),
  "new": (page, card) => openComposer(page, /** @type {HTMLElement} */ (columnOf(card)), "end"),
  "assign-me": (page, card) => assignMe(page, card),
  "archive": (page, card) => archiveCard(page, card.dataset.id ?? ""),
  "delete": (page, card) => deleteCard(page, card.dataset.id ?? ""),
};

/**
 * Runs an action on a card, or on all selected cards if it is one of them.
 * @param {BoardPage} page @param {string} action @param {HTMLElement} card
 */
export function runCardAction(page, action, card) {
  const onAll = card.classList.contains("is-selected") && page.selectionActions[action];
  if (onAll) onAll(card);
  else if (CARD_ACTIONS[action]) CARD_ACTIONS[action](page, card);
  else page.tools.then(({ cardActions }) => cardActions[action]?.(page, card));
}

const FOR_READERS = new Set(["open", "copy-link"]);

/** @param {BoardPage} page @param {string} action */
export function isAllowed(page, action) {
  return page.canWrite || FOR_READERS.has(action);
}

/** Assigns the user to the card, or removes them. @param {BoardPage} page @param {HTMLElement} card */
function assignMe(page, card) {
  const { id = "", assignees = "" } = card.dataset;
  const all = assignees.split(" ").filter(Boolean);
  const others = all.filter((other) => other !== page.me.id);
  updateCard(page, id, { assigneeIds: others.length < all.length ? others : [...all, page.me.id] });
}
