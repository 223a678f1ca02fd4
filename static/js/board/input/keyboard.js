/** Keyboard control of the board. One-letter shortcuts need the focus on a card and can be switched off. */

import { announce } from "../../page/announce.js";
import { gettext } from "../../page/i18n.js";
import { isCommand, isPlain, keyOf } from "../../page/keys.js";
import { CARD_ACTIONS, runCardAction, isAllowed } from "./card_actions.js";
import { openColumnComposer, openComposer } from "./composer.js";
import { cardOf, columnsOf } from "../dom/queries.js";
import { ensureTabStop, focusCard, neighbour, setTabStop } from "./focus.js";
import { singleKeysEnabled } from "./shortcut_keys.js";
import { KeyboardDrag } from "./keyboard_drag.js";
import { toggleChat } from "./panes.js";

/** @typedef {import("../page").BoardPage} BoardPage */

const NAVIGATION_KEYS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);
/** @type {Record<string, string>} */
const LETTERS = {
  m: "move", e: "archive", c: "new", i: "assign-me", l: "labels", a: "assign", d: "dates", x: "select", w: "watch",
};

/** @param {BoardPage} page */
export function watchKeyboard(page) {
  const lift = new KeyboardDrag(page);
  const { root } = page;
  ensureTabStop(root);
  root.addEventListener("focusin", (event) => { const card = cardOf(/** @type {Element} */ (event.target)); if (card) setTabStop(card); });
  root.addEventListener("focusout", (event) => lift.onFocusOut(event));
  root.addEventListener("kr:event", () => ensureTabStop(root));
  root.addEventListener("keydown", (event) => onBoard(page, lift, event));
  document.addEventListener("keydown", (event) => onPageKey(page, event));
  return lift;
}

/** @param {BoardPage} page @param {KeyboardDrag} lift @param {KeyboardEvent} event */
function onBoard(page, lift, event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const card = cardOf(target);
  if (!card || isEditable(target) || !isPlain(event)) return;
  const key = keyOf(event);
  const done = lift.card ? onDragKey(lift, key) : onCard(page, lift, card, target, key);
  if (done) { event.preventDefault(); event.stopPropagation(); }
}

/** @param {KeyboardDrag} lift @param {string} key */
function onDragKey(lift, key) {
  if (NAVIGATION_KEYS.has(key)) lift.move(key);
  else if (key === " " || key === "Enter") lift.drop();
  else if (key === "Escape") lift.cancel();
  else return key === "Tab";
  return true;
}

/** @param {BoardPage} page @param {KeyboardDrag} lift @param {HTMLElement} card @param {HTMLElement} target @param {string} key */
function onCard(page, lift, card, target, key) {
  if (NAVIGATION_KEYS.has(key)) { const next = neighbour(card, key); if (next) focusCard(next); return true; }
  if (target !== card && (key === " " || key === "Enter")) return false;
  if (key === " ") return startKeyboardDrag(page, lift, card);
  if (key === "Enter") { CARD_ACTIONS.open(page, card); return true; }
  return onLetter(page, card, key);
}

/** @param {BoardPage} page @param {HTMLElement | null} focused @param {string} key */
function onLetter(page, focused, key) {
  const action = singleKeysEnabled() ? LETTERS[key] : undefined;
  if (!action || !isAllowed(page, action)) return false;
  const card = page.cardAtHand(focused);
  const onAll = page.root.classList.contains("has-selected") && page.selectionActions[action];
  if (card && onAll) onAll(card);
  else if (card) runCardAction(page, action, card);
  else if (action === "new") composeAnywhere(page);
  else return false;
  return true;
}

/** Opens the form of a new card in the first column, or that of a column on a board without any. @param {BoardPage} page */
function composeAnywhere(page) {
  const [first] = columnsOf(page.root);
  if (first) openComposer(page, first, "end");
  else openColumnComposer(page);
}

/** @param {BoardPage} page @param {KeyboardDrag} lift @param {HTMLElement} card */
function startKeyboardDrag(page, lift, card) {
  if (page.canWrite) lift.start(card);
  else announce(gettext("You can only view this board."));
  return true;
}

/** @param {BoardPage} page @param {KeyboardEvent} event */
function onPageKey(page, event) {
  if (event.defaultPrevented || isEditable(/** @type {HTMLElement} */ (event.target)) || document.querySelector("dialog[open]")) return;
  const key = keyOf(event);
  const command = isCommand(event) && WITH_CTRL[event.shiftKey ? `${key}+` : key]?.(page);
  if (command || (isPlain(event) && singleKeysEnabled() && onPageLetter(page, key))) event.preventDefault();
}

/** @param {BoardPage} page @param {string} key */
function onPageLetter(page, key) {
  if (ANYWHERE[key]) return ANYWHERE[key]();
  return !page.dragPause.held && !document.querySelector(":popover-open") && onLetter(page, null, key);
}

/** Shortcuts with Ctrl or Cmd; "+" means with Shift. @type {Record<string, (page: BoardPage) => boolean>} */
const WITH_CTRL = {
  "z": (page) => page.undo.undoLast(),
  "z+": (page) => page.undo.redoLast(),
  "y": (page) => page.undo.redoLast(),
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
