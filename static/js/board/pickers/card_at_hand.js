/** The card that a one-letter key acts on: the focused one, or the one under the mouse if that has moved since. */

import { cardOf } from "../dom/queries.js";

/** Where the mouse is, if it has moved after the focus. @type {{ x: number, y: number } | null} */
let mouse = null;
/** @type {HTMLElement | null} */
let marked = null;

/** @param {HTMLElement} root the board */
export function watchPointer(root) {
  root.addEventListener("pointermove", ({ pointerType, movementX, movementY, clientX: x, clientY: y }) => {
    if (pointerType !== "mouse" || !(movementX || movementY)) return;
    mouse = { x, y };
    mark(pointedCard());
  });
  root.addEventListener("pointerleave", forget);
  // The focus moves by keys, or by a press, after which the mouse is over the same card.
  root.addEventListener("focusin", forget);
  root.addEventListener("scroll", () => { if (mouse) mark(pointedCard()); }, { capture: true, passive: true });
}

/** @param {HTMLElement | null} focused @returns {HTMLElement | null} */
export function cardAtHand(focused) {
  return pointedCard() ?? focused;
}

/** The card under the mouse as the board is now: another may have come there by itself. */
function pointedCard() {
  const under = mouse && document.elementFromPoint(mouse.x, mouse.y);
  return under ? cardOf(under) : null;
}

function forget() {
  mouse = null;
  mark(null);
}

/** @param {HTMLElement | null} card */
function mark(card) {
  if (card === marked) return;
  marked?.classList.remove("is-pointed");
  marked = card;
  card?.classList.add("is-pointed");
}
