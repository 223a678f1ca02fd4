/** Bulk changes of cards: one command, one event, one undo. More cards than one command allows are sent in batches. */

import { fill, gettext, ngettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { loadNext } from "../board/loading/load_more.js";
import { cardsIn, listOf, sentinelOf } from "../board/dom/queries.js";
import { describeChange } from "./undo_notices.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */
/**
 * @typedef {{ columnId?: string, addLabelIds?: string[], removeLabelIds?: string[], addAssigneeIds?: string[], removeAssigneeIds?:
 * string[], archived?: boolean, dueAt?: string | null, startAt?: string | null, doneAt?: string | null }} Change
 */

export const MAX_CARDS = 500;
export const MAX_LINES = 200;

/** @param {BoardPage} page @param {string[]} ids in board order @param {Change} change */
export function updateCards(page, ids, change) {
  const { commands, projectId, undo } = page;
  const give = () => {
    for (const entities of inBatches(ids)) commands.issue("cards.update", entities[0], { projectId, change }, undefined, { entities });
  };
  if (ids.length > MAX_CARDS) undo.group(describeChange(ids, change), give);
  else if (ids.length) give();
}

/**
 * Loads all cards of a column and returns their ids.
 * @param {BoardPage} page
 * @param {HTMLElement} column
 * @returns {Promise<string[]>} empty if they could not be loaded
 */
export async function allCards(page, column) {
  const list = listOf(column);
  for (let before = -1; sentinelOf(list) && before < list.childElementCount;) {
    before = list.childElementCount;
    await loadNext(page, list);
  }
  if (!sentinelOf(list)) return cardsIn(list).map((card) => card.dataset.id ?? "");
  toast({ text: gettext("Not all cards of this column could be loaded. Please try again."), kind: "warn" });
  return [];
}

/** @param {number} n */
export function formatCardCount(n) {
  return fill(ngettext("%(n)s card", "%(n)s cards", n), { n });
}

/** @param {string[]} ids @returns {string[][]} */
function inBatches(ids) {
  return Array.from({ length: Math.ceil(ids.length / MAX_CARDS) }, (_, i) => ids.slice(i * MAX_CARDS, (i + 1) * MAX_CARDS));
}
