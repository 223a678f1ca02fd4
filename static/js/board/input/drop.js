/** A card was dropped, by hand or by keyboard. */

import { moveCard } from "../commands/cards.js";
import { listOf, placeOf } from "../dom/queries.js";
import { putAfter } from "../dom/placement.js";

/** Others' changes wait, and the columns say what they would take. @param {import("../page").BoardPage} page @param {HTMLElement} card */
export function carry(page, card) {
  page.gate.hold();
  page.tell("kr:carry", card);
}

/** @param {import("../page").BoardPage} page */
export function putDown(page) {
  page.tell("kr:down");
  page.gate.release();
}

/**
 * The command does the moving: the card goes back first, so that what is taken back on a refusal is what was.
 * @param {import("../page").BoardPage} page @param {HTMLElement} card @param {import("../dom/queries").Place} from
 */
export function dropCard(page, card, from) {
  const to = placeOf(card);
  if (to.columnId === from.columnId && to.after === from.after) return;
  const home = document.getElementById(`column-${from.columnId}`);
  if (!home) return;
  putAfter(listOf(home), card, from.after);
  if (page.drops?.(card, to)) return;
  moveCard(page, card.dataset.id ?? "", to.columnId, to.after);
}
