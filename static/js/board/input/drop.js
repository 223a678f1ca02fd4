/** Begins and ends a drag, by pointer or keyboard, and issues the command of the drop. */

import { moveCard } from "../commands/cards.js";
import { listOf, placeOf } from "../dom/queries.js";
import { insertAfter } from "../dom/placement.js";

/**
 * Begins a drag: events of others wait, and columns at their limit are marked.
 * @param {import("../page").BoardPage} page
 * @param {HTMLElement} card
 */
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
 * Puts the card back and issues the move, so that a rollback restores the place before the drag.
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
