/** The whole board by keyboard. One-letter keys work only while a card has the focus, and can be switched off. */

import { announce } from "../../page/announce.js";
import { gettext } from "../../page/i18n.js";
import { CARD_ACTIONS, actOn, allowed } from "./card_actions.js";
import { cardOf } from "../dom/queries.js";
import { ensureStop, focusCard, neighbour, rove } from "./focus.js";
import { keyOf, singleKeysOn } from "./shortcut_keys.js";
import { Lift } from "./keyboard_drag.js";
import { toggleChat } from "./panes.js";

/** @typedef {import("../page").BoardPage} BoardPage */

const WALK = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);
/** @type {Record<string, string>} */
const LETTERS = { m: "move", e: "archive", c: "new", i: "assign-me" };

/** @param {BoardPage} page */
export function watchKeys(page) {
  const lift = new Lift(page);
  const { root } = page;
  ensureStop(root);
  root.addEventListener("focusin", (event) => { const card = cardOf(/** @type {Element} */ (event.target)); if (card) rove(card); });
  root.addEventListener("focusout", (event) => lift.left(event));
  root.addEventListener("kr:event", () => ensureStop(root));
  root.addEventListener("keydown", (event) => onBoard(page, lift, event));
  document.addEventListener("keydown", (event) => anywhere(page, event));
  return lift;
}

/** @param {BoardPage} page @param {Lift} lift @param {KeyboardEvent} event */
function onBoard(page, lift, event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const card = cardOf(target);
  if (!card || isEditable(target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = keyOf(event);
  const done = lift.card ? whileLifted(lift, key) : onCard(page, lift, card, target, key);
  if (done) { event.preventDefault(); event.stopPropagation(); }
}

/** @param {Lift} lift @param {string} key */
function whileLifted(lift, key) {
  if (WALK.has(key)) lift.carry(key);
  else if (key === " " || key === "Enter") lift.drop();
  else if (key === "Escape") lift.cancel();
  else return key === "Tab";
  return true;
}

/** @param {BoardPage} page @param {Lift} lift @param {HTMLElement} card @param {HTMLElement} target @param {string} key */
function onCard(page, lift, card, target, key) {
  if (WALK.has(key)) { const next = neighbour(card, key); if (next) focusCard(next); return true; }
  if (target !== card && (key === " " || key === "Enter")) return false;
  if (key === " ") return liftUp(page, lift, card);
  if (key === "Enter") { CARD_ACTIONS.open(page, card); return true; }
  const action = singleKeysOn() ? LETTERS[key] : undefined;
  if (!action || !allowed(page, action)) return false;
  actOn(page, action, card);
  return true;
}

/** @param {BoardPage} page @param {Lift} lift @param {HTMLElement} card */
function liftUp(page, lift, card) {
  if (page.writes) lift.up(card);
  else announce(gettext("You can only view this board."));
  return true;
}

/** @param {BoardPage} page @param {KeyboardEvent} event */
function anywhere(page, event) {
  if (event.defaultPrevented || isEditable(/** @type {HTMLElement} */ (event.target)) || document.querySelector("dialog[open]")) return;
  const key = keyOf(event);
  const held = event.ctrlKey || event.metaKey;
  const done = held ? HELD[event.shiftKey ? `${key}+` : key]?.(page) : !event.altKey && singleKeysOn() && ANYWHERE[key]?.();
  if (done) event.preventDefault();
}

/** With Ctrl or Cmd; "+" with Shift. @type {Record<string, (page: BoardPage) => boolean>} */
const HELD = {
  "z": (page) => page.undo.last(),
  "z+": (page) => page.undo.again(),
  "y": (page) => page.undo.again(),
};

/** @type {Record<string, () => boolean>} */
const ANYWHERE = {
  "?": () => { /** @type {HTMLDialogElement | null} */ (document.getElementById("shortcuts"))?.showModal(); return true; },
  "f": () => { /** @type {HTMLElement | null} */ (document.querySelector("[data-action=filter]"))?.click(); return true; },
  "[": () => { toggleChat(true); return true; },
  "]": () => { toggleChat(false); return true; },
};

/** @param {HTMLElement} node */
function isEditable(node) {
  return node.matches?.("input, textarea, select, [contenteditable]") ?? false;
}
