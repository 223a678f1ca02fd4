/** Arrow keys and first letters in menus (popovers with role=menu). */

import { isCommand } from "./keys.js";

export function watchMenus() {
  // `toggle` does not bubble, so it is caught in the capture phase.
  document.addEventListener("toggle", (event) => {
    const menu = /** @type {HTMLElement} */ (event.target);
    if (menu.matches?.("[role=menu]") && /** @type {ToggleEvent} */ (event).newState === "open") itemsOf(menu)[0]?.focus();
  }, true);
  document.addEventListener("keydown", (event) => {
    const menu = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest?.("[role=menu]"));
    if (menu && moveFocus(menu, event)) event.preventDefault();
  });
}

/** @param {HTMLElement} menu @param {KeyboardEvent} event */
function moveFocus(menu, event) {
  const items = itemsOf(menu);
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = targetIndex(event.key, at, items.length);
  if (event.key === "Tab") { menu.hidePopover?.(); return false; }
  if (to === null) return focusByLetter(items, at, event);
  items[to]?.focus();
  return true;
}

/** @param {string} key @param {number} at @param {number} count @returns {number | null} */
function targetIndex(key, at, count) {
  if (key === "ArrowDown" || key === "ArrowRight") return (at + 1) % count;
  if (key === "ArrowUp" || key === "ArrowLeft") return (at - 1 + count) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}

/** @param {HTMLElement[]} items @param {number} at @param {KeyboardEvent} event */
function focusByLetter(items, at, event) {
  if (event.key.length !== 1 || event.key === " " || isCommand(event)) return false;
  const turned = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  const found = turned.find((item) => nameOf(item).toLowerCase().startsWith(event.key.toLowerCase()));
  found?.focus();
  return Boolean(found);
}

/** @param {HTMLElement} item */
function nameOf(item) {
  return item.getAttribute("aria-label") ?? item.textContent?.trim() ?? "";
}

/** @param {HTMLElement} menu @returns {HTMLElement[]} */
function itemsOf(menu) {
  const items = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll("[role^=menuitem]")]);
  return items.filter((item) => item.checkVisibility?.() ?? true);
}
