/** The menu of a card by a right click or the menu key. */

import { openMenu } from "../input/menus.js";
import { cardOf } from "../dom/queries.js";

/** A right click on a card, or the menu key, opens its menu at the pointer. @param {HTMLElement} root the board */
export function watchContextMenu(root) {
  root.addEventListener("contextmenu", (event) => {
    const target = /** @type {Element} */ (event.target);
    const card = cardOf(target);
    // The browser's own menu is for fields and chosen text; a long press on a touch screen selects cards.
    if (!card || target.closest("input, textarea") || String(getSelection()) !== "") return;
    if (/** @type {PointerEvent} */ (event).pointerType === "touch" || event.shiftKey) return;
    event.preventDefault();
    const link = /** @type {HTMLElement} */ (card.querySelector(".card__link"));
    const { left, bottom } = link.getBoundingClientRect();
    const at = event.clientX || event.clientY ? { left: event.clientX, y: event.clientY } : { left, y: bottom };
    openMenu(link, "card-menu", card, { left: at.left, top: at.y, bottom: at.y });
  });
}
