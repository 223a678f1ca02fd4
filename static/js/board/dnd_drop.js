/** A card was dropped, by hand or by keyboard. */

import { moveCard, placeOf } from "./commands.js";
import { listOf } from "./dom.js";
import { putAfter } from "./place.js";

/**
 * The command does the moving: the card goes back first, so that what is taken back on a refusal is what was.
 * @param {import("./page").BoardPage} page @param {HTMLElement} card @param {import("./commands").Place} from
 */
export function dropCard(page, card, from) {
  const to = placeOf(card);
  if (to.columnId === from.columnId && to.after === from.after) return;
  const home = document.getElementById(`column-${from.columnId}`);
  if (!home) return;
  putAfter(listOf(home), card, from.after);
  moveCard(page, card.dataset.id ?? "", to.columnId, to.after, from);
}
