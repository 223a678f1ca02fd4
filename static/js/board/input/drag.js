/** Drags cards and columns by mouse and touch, with Sortable. */

import Sortable from "../../../vendor/sortablejs/sortable.esm.js";
import { moveColumn } from "../commands/columns.js";
import { columnsOf, listOf, placeOf } from "../dom/queries.js";
import { startDrag, dropCard, endDrag } from "./drop.js";
import { prefersReducedMotion } from "../dom/motion.js";
import { insertColumnAfter } from "../dom/columns.js";

/** @typedef {import("../page").BoardPage} BoardPage */

/** @type {WeakMap<Element, Sortable>} */
const sortables = new WeakMap();

/** `forceFallback` gives one code path for mouse, pen and touch, and a clone that can be styled. */
const COMMON = {
  forceFallback: true,
  fallbackOnBody: true,
  fallbackTolerance: 5,
  fallbackClass: "is-drag",
  ghostClass: "is-ghost",
  chosenClass: "is-chosen",
  delay: 180,
  delayOnTouchOnly: true,
  touchStartThreshold: 6,
  scrollSensitivity: 72,
  bubbleScroll: true,
};

const ANIMATION_MS = 160;
/** To animate a list, Sortable forces a layout per card, which takes longer than a frame on a large board. */
const ANIMATED_CARDS = 160;

/** Makes the cards of a column draggable. Safe to call again. @param {BoardPage} page @param {HTMLElement} column */
export function makeCardsDraggable(page, column) {
  const list = listOf(column);
  const known = sortables.get(list);
  if (known) { known.option("disabled", !page.canWrite); return; }
  /** @type {import("../dom/queries").Place} */
  let from = { columnId: "", after: null };
  sortables.set(list, new Sortable(list, {
    ...COMMON,
    group: "cards",
    draggable: ".card",
    filter: "[data-action], input, textarea, .composer-card",
    preventOnFilter: false,
    disabled: !page.canWrite,
    onStart: ({ item }) => { from = placeOf(item); setAnimation(page); startDragging(page, item); },
    onChange: ({ to }) => page.emit("kr:drag-over", to),
    onEnd: ({ item }) => { dropCard(page, item, from); stopDragging(page); },
  }));
}

/** Makes the columns draggable by their headers. Safe to call again. @param {BoardPage} page */
export function makeColumnsDraggable(page) {
  const known = sortables.get(page.root);
  if (known) { known.option("disabled", !page.canWrite); return; }
  /** @type {string | null} */
  let after = null;
  sortables.set(page.root, new Sortable(page.root, {
    ...COMMON,
    draggable: ".column[data-id]",
    handle: ".column__head",
    filter: "[data-action], input",
    preventOnFilter: false,
    direction: "horizontal",
    animation: prefersReducedMotion() ? 0 : ANIMATION_MS,
    disabled: !page.canWrite,
    onStart: ({ item }) => { after = columnBefore(page, item); startDragging(page, item); },
    onEnd: ({ item }) => { dropColumn(page, item, after); stopDragging(page); },
  }));
}

/** @param {BoardPage} page @param {HTMLElement} column @param {string | null} from */
function dropColumn(page, column, from) {
  const after = columnBefore(page, column);
  if (after === from) return;
  insertColumnAfter(page.root, column, from);
  moveColumn(page, column.dataset.id ?? "", after);
}

/** @param {BoardPage} page @param {HTMLElement} column */
function columnBefore(page, column) {
  const columns = columnsOf(page.root);
  return columns[columns.indexOf(column) - 1]?.dataset.id ?? null;
}

/** @param {BoardPage} page */
function setAnimation(page) {
  const ms = prefersReducedMotion() || page.root.getElementsByClassName("card").length > ANIMATED_CARDS ? 0 : ANIMATION_MS;
  for (const column of columnsOf(page.root)) sortables.get(listOf(column))?.option("animation", ms);
}

/** @param {BoardPage} page @param {HTMLElement} item */
function startDragging(page, item) {
  startDrag(page, item);
  document.body.classList.add("is-dragging");
}

/** @param {BoardPage} page */
function stopDragging(page) {
  document.body.classList.remove("is-dragging");
  endDrag(page);
}
