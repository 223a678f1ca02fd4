/** Scrolls to the part of a card that a link names, focuses and marks it. */

import { flash } from "../board/dom/cards.js";

/** @param {HTMLElement} body @param {string} id the id of an element, or "" @returns {boolean} whether it is there */
export function showPart(body, id) {
  const part = /** @type {HTMLElement | null} */ (id && body.querySelector(`#${CSS.escape(id)}`));
  if (!part) return false;
  if (!part.hasAttribute("tabindex")) part.tabIndex = -1;
  part.scrollIntoView?.({ block: "center" });
  part.focus({ preventScroll: true });
  flash(part, "is-spotlit");
  return true;
}
