/** The card that a one-letter key acts on: the focused one, or the one under the mouse if that has moved since. */

import { cardOf } from "../dom/queries.js";

/** @type {HTMLElement | null} */
let pointed = null;

/** @param {HTMLElement} root the board */
export function watchPointer(root) {
  root.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse" && (event.movementX || event.movementY)) setPointed(cardOf(/** @type {Element} */ (event.target)));
  });
  root.addEventListener("pointerleave", () => setPointed(null));
  // The focus moves by keys, or by a press, after which the mouse is over the same card.
  root.addEventListener("focusin", () => setPointed(null));
}

/** @param {HTMLElement | null} focused @returns {HTMLElement | null} */
export function cardAtHand(focused) {
  return pointed?.isConnected ? pointed : focused;
}

/** @param {HTMLElement | null} card */
function setPointed(card) {
  if (card === pointed) return;
  pointed?.classList.remove("is-pointed");
  pointed = card;
  card?.classList.add("is-pointed");
}
