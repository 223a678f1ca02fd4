/** Handles clicks in the chat, and on links to messages anywhere on the page. */

import { openCardLink, opensElsewhere } from "../board/input/card_links.js";
import { openMenu } from "../board/input/menus.js";
import { MESSAGE_ACTIONS, isAllowed, pickEmoji, toggleReaction } from "./message_actions.js";
import { toggleMoveNotices } from "./move_notices.js";

/** @typedef {import("./chat").Chat} Chat */

/** @param {Chat} chat */
export function watchClicks(chat) {
  chat.root.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-action]"));
    if (button) onAction(chat, button);
  });
  document.addEventListener("click", (event) => onLink(chat, event));
}

/** @param {Chat} chat @param {HTMLElement} button */
function onAction(chat, button) {
  const action = button.dataset.action ?? "";
  const menu = /** @type {HTMLElement | null} */ (button.closest("#message-menu"));
  menu?.hidePopover();
  const node = menu ? chat.messageList.node(menu.dataset.about ?? "") : /** @type {HTMLElement | null} */ (button.closest(".msg"));
  if (ACTIONS[action]) { ACTIONS[action](chat, button); return; }
  if (!node) return;
  if (MESSAGE_BUTTONS[action]) MESSAGE_BUTTONS[action](chat, node, button);
  else if (action.startsWith("message-")) runMessageAction(chat, action.slice("message-".length), node, menu ? node : button);
}

/** @param {Chat} chat @param {string} action @param {HTMLElement} node @param {HTMLElement} [button] */
export function runMessageAction(chat, action, node, button) {
  if (isAllowed(chat, action, node)) MESSAGE_ACTIONS[action]?.(chat, node, button);
}

/** @type {Record<string, (chat: Chat, button: HTMLElement) => void>} */
const ACTIONS = {
  "chat-search": async (chat, button) => (await import("./search.js")).toggleSearch(chat, button),
  "chat-quiet": toggleMoveNotices,
  "chat-latest": (chat) => chat.history.showLatest().catch(() => undefined),
  "chat-unread": (chat) => chat.history.showUnread().catch(() => undefined),
  "reply-cancel": (chat) => { chat.composer.reply(null); chat.composer.field.focus(); },
  "mention": (chat) => chat.composer.mention(),
  "emoji": (chat, button) => pickEmoji(chat, button, (emoji) => chat.composer.insert(emoji)),
};

/** @type {Record<string, (chat: Chat, node: HTMLElement, button: HTMLElement) => void>} */
const MESSAGE_BUTTONS = {
  "message-menu": openMessageMenu,
  "reaction": (chat, node, button) => toggleReaction(chat, node, button.dataset.emoji ?? ""),
  "unsent-retry": (chat, node) => chat.outbox.retry(node.dataset.id ?? ""),
  "unsent-delete": (chat, node) => chat.outbox.discard(node.dataset.id ?? ""),
};

/** @param {Chat} chat @param {HTMLElement} node @param {HTMLElement} button */
export function openMessageMenu(chat, node, button) {
  if (node.dataset.state) return;
  for (const item of /** @type {NodeListOf<HTMLElement>} */ (chat.root.querySelectorAll("#message-menu [data-action]"))) {
    item.hidden = !isAllowed(chat, (item.dataset.action ?? "").slice("message-".length), node);
  }
  openMenu(button, "message-menu", node);
}

/** Scrolls to a linked message, or opens a linked card over the board. @param {Chat} chat @param {MouseEvent} event */
function onLink(chat, event) {
  const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a[href]"));
  if (!link || opensElsewhere(event)) return;
  if (chat.root.contains(link) && openCardLink(chat.board, link)) { event.preventDefault(); return; }
  const message = isHere(chat, link) && /^#message-([\w-]+)$/.exec(link.hash)?.[1];
  if (!message) return;
  jump(chat, link, message);
  event.preventDefault();
}

/** @param {Chat} chat @param {HTMLAnchorElement} link @param {string} message */
function jump(chat, link, message) {
  const dialog = link.closest("dialog");
  dialog?.close();
  // Closing a card goes back in the browser history, so the jump waits for that.
  setTimeout(() => chat.history.jump(message), dialog ? 60 : 0);
}

/** @param {Chat} chat @param {HTMLAnchorElement} link */
function isHere(chat, link) {
  return chat.root.contains(link) || (link.origin === location.origin && link.pathname === chat.board.url);
}
