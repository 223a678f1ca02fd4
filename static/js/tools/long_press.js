/** Opens a card's menu on a long press. A press that moves is a drag. */

import { openMenu } from "../board/input/menus.js";
import { targetCard } from "./selection.js";

const LONG_MS = 450;
const STILL_PX = 6;
const AFTER_MS = 60;

/** @param {import("../board/page").BoardPage} page */
export function watchLongPress({ root }) {
  /** @type {{ card: HTMLElement, at: number, x: number, y: number } | null} */
  let press = null;
  let menuCame = -Infinity;
  root.addEventListener("touchstart", (event) => {
    const card = event.touches.length === 1 ? targetCard(event) : null;
    press = card && { card, at: event.timeStamp, x: event.touches[0].clientX, y: event.touches[0].clientY };
  }, { passive: true, capture: true });
  root.addEventListener("touchmove", ({ touches: [touch] }) => {
    if (press && Math.hypot(touch.clientX - press.x, touch.clientY - press.y) > STILL_PX) press = null;
  }, { passive: true, capture: true });
  root.addEventListener("touchcancel", () => { press = null; }, { capture: true });
  document.addEventListener("touchend", (event) => {
    const { card = null, at = 0 } = press ?? {};
    press = null;
    if (!card || event.timeStamp - at < LONG_MS || event.touches.length) return;
    menuCame = event.timeStamp;
    // The events that the browser fires after a touch would close the menu again.
    setTimeout(() => openMenu(/** @type {HTMLElement} */ (card.querySelector(".card__menu")), "card-menu", card), AFTER_MS);
  }, { capture: true });
  // The press ends with a click, which would open the card. The system's context menu is suppressed too.
  root.addEventListener("click", (event) => {
    if (event.timeStamp - menuCame > LONG_MS || !targetCard(event)) return;
    menuCame = -Infinity;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  root.addEventListener("contextmenu", (event) => { if (press) event.preventDefault(); });
}
