/** A card was dropped, by hand or by keyboard. */

import { moveCard } from "../commands/cards.js";
import { listOf, placeOf } from "../dom/queries.js";
import { insertAfter } from "../dom/placement.js";

/** Others' changes wait, and the columns say what they would take. @param {import("../page").BoardPage} page @param {HTMLElement} card */
export function startDrag(page, card) {
  page.dragPause.hold();
  page.emit("kr:drag-start", card);
}

/** @param {import("../page").BoardPage} page */
export function endDrag(page) {
  page.emit("kr:drag-end");
  page.dragPause.release();
}

/**
 * The command does the moving: the card goes back first, so that what is taken back on a error is what was.
 * @param {import("../page").BoardPage} page @param {HTMLElement} card @param {import("../dom/queries").Place} from
 */
export function dropCard(page, card, from) {
  const to = placeOf(card);
  if (to.columnId === from.columnId && to.after === from.after) return;
  const home = document.getElementById(`column-${from.columnId}`);
  if (!home) return;
  insertAfter(listOf(home), card, from.after);
  if (page.onDrop?.(card, to)) return;
  moveCard(page, card.dataset.id ?? "", to.columnId, to.after);
}
