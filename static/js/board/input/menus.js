/** The menus of cards and columns: one popover each, moved to the button that opens it. */

import { runCardAction } from "./card_actions.js";
import { cardNode, columnNode } from "../dom/queries.js";

/** @typedef {import("../page").BoardPage} BoardPage */

const REOPEN_MS = 250;
const GAP = 4;
const EDGE = 8;

/**
 * @param {HTMLElement} button
 * @param {string} menuId
 * @param {HTMLElement} about the card, column or message
 * @param {{ left: number, top: number, bottom: number }} [at] where, if not beside the button
 */
export function openMenu(button, menuId, about, at = button.getBoundingClientRect()) {
  const menu = document.getElementById(menuId);
  if (!menu) return;
  // The press on the button has just closed the open menu, so it stays closed.
  if (menu.dataset.about === about.dataset.id && Date.now() - Number(menu.dataset.closed ?? 0) < REOPEN_MS) return;
  menu.dataset.about = about.dataset.id;
  for (const item of /** @type {NodeListOf<HTMLElement>} */ (menu.querySelectorAll("[role=menuitemradio]"))) {
    item.setAttribute("aria-checked", String(item.dataset.hue === about.dataset.color));
  }
  menu.showPopover();
  button.setAttribute("aria-expanded", "true");
  placeInWindow(menu, at);
  const closed = (/** @type {Event} */ event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
    menu.removeEventListener("toggle", closed);
    menu.dataset.closed = String(Date.now());
    button.removeAttribute("aria-expanded");
    if (menu.contains(document.activeElement) || document.activeElement === document.body) button.focus();
  };
  menu.addEventListener("toggle", closed);
}

/** Runs the action of a menu item. @param {BoardPage} page @param {HTMLElement} item */
export function chooseItem(page, item) {
  const menu = /** @type {HTMLElement | null} */ (item.closest("[popover]"));
  const id = menu?.dataset.about ?? "";
  menu?.hidePopover();
  if (menu) menu.dataset.about = "";
  const [kind, action] = split(item.dataset.action ?? "");
  if (kind === "card") { const card = cardNode(id); if (card) runCardAction(page, action, card); return; }
  const column = columnNode(id);
  if (column) page.tools.then(({ columnActions }) => columnActions[action]?.(page, column, item));
}

/** "column-left" → ["column", "left"]; "card-assign-me" → ["card", "assign-me"]. @param {string} action */
function split(action) {
  const at = action.indexOf("-");
  return [action.slice(0, at), action.slice(at + 1)];
}

/**
 * Puts a popover's left edge under that of its button, above it where there is no room, always in the window.
 * @param {HTMLElement} box @param {{ left: number, top: number, bottom: number }} at
 */
export function placeInWindow(box, at) {
  const { offsetWidth: width, offsetHeight: height } = box;
  const { clientWidth: wide, clientHeight: high } = document.documentElement;
  const left = Math.max(EDGE, Math.min(at.left, wide - width - EDGE));
  const below = at.bottom + GAP;
  const top = below + height + EDGE > high ? Math.max(EDGE, at.top - height - GAP) : below;
  Object.assign(box.style, { position: "fixed", inset: "auto", margin: "0", left: `${left}px`, top: `${top}px` });
}
