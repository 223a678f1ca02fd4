/** Keyboard control of the chat: arrows move between messages, and one-letter shortcuts act on the focused one. */

import { singleKeysEnabled } from "../board/input/shortcut_keys.js";
import { isPlain, keyOf } from "../page/keys.js";
import { runMessageAction, openMessageMenu } from "./clicks.js";

/** @typedef {import("./chat").Chat} Chat */

/** @type {Record<string, string>} */
const LETTERS = { "r": "reply", "e": "edit", "c": "card", "u": "mark-unread", "+": "react" };
/** @type {Record<string, string>} */
const KEYS = { Delete: "delete" };

/** @param {Chat} chat */
export function watchKeyboard(chat) {
  chat.log.addEventListener("focusin", (event) => {
    const node = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".msg"));
    if (node) setTabStop(chat, node);
  });
  chat.log.addEventListener("keydown", (event) => { if (onKey(chat, event)) { event.preventDefault(); event.stopPropagation(); } });
}

/** @param {Chat} chat @param {KeyboardEvent} event */
function onKey(chat, event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (!isPlain(event) || target.matches("input, textarea")) return false;
  const key = keyOf(event);
  const node = /** @type {HTMLElement | null} */ (target.closest(".msg"));
  if (key === "Escape") { chat.composer.field.focus(); return true; }
  if (!node) return key === "ArrowUp" && focusMessage(chat, chat.messageList.messages.at(-1));
  return onMessage(chat, node, target, key);
}

/** @param {Chat} chat @param {HTMLElement} node @param {HTMLElement} target @param {string} key */
function onMessage(chat, node, target, key) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (step) return focusMessage(chat, neighbour(chat, node, step));
  if (key === "Enter" && target === node) { openMessageMenu(chat, node, node); return true; }
  const action = KEYS[key] ?? (singleKeysEnabled() ? LETTERS[key] : undefined);
  if (!action) return false;
  runMessageAction(chat, action, node, node);
  return true;
}

/** @param {Chat} chat @param {HTMLElement} node @param {number} step */
function neighbour(chat, node, step) {
  const { messages } = chat.messageList;
  return messages[messages.indexOf(node) + step];
}

/** @param {Chat} chat @param {HTMLElement | undefined} node */
function focusMessage(chat, node) {
  if (!node) return false;
  setTabStop(chat, node);
  node.focus({ preventScroll: true });
  node.scrollIntoView?.({ block: "nearest" });
  return true;
}

/** @param {Chat} chat @param {HTMLElement} node */
function setTabStop(chat, node) {
  for (const old of /** @type {NodeListOf<HTMLElement>} */ (chat.messageList.list.querySelectorAll('.msg[tabindex="0"]'))) {
    if (old !== node) setTabIndex(old, -1);
  }
  setTabIndex(node, 0);
}

/** @param {HTMLElement} node @param {0 | -1} tabIndex */
function setTabIndex(node, tabIndex) {
  node.tabIndex = tabIndex;
  for (const inner of node.querySelectorAll("a, button")) inner.setAttribute("tabindex", String(tabIndex));
}
