/** The actions on one message, used by its buttons, its menu and the keyboard. */

import { columnsOf, columnName } from "../board/dom/queries.js";
import { copyText } from "../page/clipboard.js";
import { fill, gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { uuid7 } from "../page/uuid7.js";
import { excerpt, summaryOf } from "./templates.js";
import { editMessage } from "./edit_message.js";
import { findReaction } from "./optimistic.js";

/** @typedef {import("./chat").Chat} Chat */

const TITLE = 120;

/** @type {Record<string, (chat: Chat, node: HTMLElement, button?: HTMLElement) => void>} */
export const MESSAGE_ACTIONS = {
  "react": (chat, node, button) => pickEmoji(chat, button ?? node, (emoji) => toggleReaction(chat, node, emoji)),
  "reply": (chat, node) => chat.composer.reply(node),
  "edit": (chat, node) => editMessage(chat, node),
  "card": createCard,
  "copy": (chat, node) => copyText(messageUrl(chat, node)),
  "mark-unread": (chat, node) => chat.readMarker.markUnread(node),
  "delete": (chat, node) => chat.outbox.send("chat.delete", node.dataset.id ?? ""),
};

const FOR_READERS = new Set(["copy", "mark-unread"]);

/** @param {Chat} chat @param {string} action @param {HTMLElement} node */
export function isAllowed(chat, action, node) {
  if (node.dataset.state) return false;
  if (FOR_READERS.has(action)) return true;
  if (!chat.canWrite || "deleted" in node.dataset) return false;
  const mine = node.dataset.author === chat.me;
  return action === "edit" ? mine : action !== "delete" || mine || chat.isAdmin;
}

/** @param {Chat} chat @param {HTMLElement} node @param {string} emoji */
export function toggleReaction(chat, node, emoji) {
  if (!chat.canWrite) return;
  const mine = (findReaction(node, emoji)?.dataset.users ?? "").split(" ").includes(chat.me);
  chat.outbox.send(mine ? "chat.unreact" : "chat.react", node.dataset.id ?? "", { emoji });
}

/** @param {Chat} chat @param {HTMLElement} by @param {(emoji: string) => void} take */
export async function pickEmoji(chat, by, take) {
  const { openPicker } = await import("./emoji_picker.js");
  openPicker(chat, by, take);
}

/** @param {Chat} chat @param {HTMLElement} node */
function createCard(chat, node) {
  const column = columnsOf(chat.board.root)[0];
  if (!column) { toast({ text: gettext("The board has no columns yet."), kind: "warn" }); return; }
  const id = uuid7();
  const { text = "", author = null } = node.dataset;
  const quote = text && text.split("\n").map((line) => `> ${line}`).join("\n");
  const name = chat.board.memberName(author).replace(/[[\]\\*_`<&~]/g, "\\$&");
  const description = `${quote}${quote && "\n\n"}[${fill(gettext("%(name)s in the chat"), { name })}](${messageUrl(chat, node)})`;
  const columnId = column.dataset.id ?? "";
  const { commands, undo } = chat.board;
  undo.group(fill(gettext("Card added to %(column)s"), { column: columnName(column) }), () => {
    commands.issue("card.create", id, { id, columnId, title: excerpt(summaryOf(node), TITLE), description, after: null });
    for (const file of node.querySelectorAll("[data-file]")) {
      commands.issue("card.attach", id, { id, fileId: /** @type {HTMLElement} */ (file).dataset.file });
    }
  });
}

/** @param {Chat} chat @param {HTMLElement} node */
function messageUrl(chat, node) {
  return `${location.origin}${chat.board.url}#message-${node.dataset.id}`;
}
