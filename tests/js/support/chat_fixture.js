/** Ada's chat beside her board, rendered as the server's templates do. */

import { ME, joined, openBoard } from "./board_fixture.js";

const FORWARDED_EVENTS = ["kr:event", "kr:signal", "kr:claimed", "kr:connection", "kr:resync"];

export function messageHtml({ id = "", authorId = "", text = "", createdAt = "", mentionIds = [], deletedAt = null }) {
  return `<li class="msg" id="message-${id}" data-id="${id}" data-author="${authorId}" data-at="${createdAt}"
    data-mentions="${mentionIds.join(" ")}" data-text="${text}"${deletedAt ? " data-deleted" : ""} tabindex="-1"><span
    class="av" data-user="${authorId}"></span><span class="msg__who"><b>${authorId}</b><time datetime="${createdAt}"
    data-format="time"></time></span>
<div class="msg__body">${deletedAt ? "Message deleted" : text}</div><div class="msg__tools"></div></li>`;
}

function panelHtml(messages, { unread = 0, more = false, since = "", marker = "" }) {
  const position = `data-since="${since}"${marker && ` data-marker="${marker}"`}`;
  return `<kr-chat id="chat" data-unread="${unread}" data-mentions="0" ${position}${more ? " data-more" : ""}>
    <button data-action="chat-quiet"></button><div class="chat__log"><ol data-messages>${messages.map(messageHtml).join("")}</ol></div>
    <button data-action="chat-unread" hidden></button><button data-action="chat-latest" hidden></button><p data-typing
      hidden><span data-text></span></p>
    <form class="composer"><p data-reply hidden><span data-text></span></p><textarea></textarea><p
      class="composer__notice" hidden></p></form>
    <ul id="mention-list"></ul></kr-chat>
    <template id="message-blank">${messageHtml({})}</template>
    <template id="move-blank"><li class="quiet" id="move-" data-at=""><b data-name></b> moved <a data-key></a> to <b
      data-column></b><time></time></li></template>
    <template id="message-unsent"><p class="msg__unsent"><span data-text></span></p></template>`;
}

let minute = 0;

/** A message in its wire format. */
export function message(id, authorId, text, more = {}) {
  minute += 1;
  return {
    id,
    authorId,
    text,
    createdAt: new Date(Date.UTC(2026, 10, 23, 8) + minute * 1000).toISOString(),
    mentionIds: [],
    replyToId: null,
    ...more,
  };
}

export async function openChat(messages = [], options = {}) {
  const board = await openBoard(
    [
      { id: "c1", name: "Todo", cards: [] },
      { id: "c2", name: "Done", cards: [] },
    ],
    { join: false, ...options },
  );
  const holder = board.document.createElement("div");
  holder.innerHTML = panelHtml(messages, options);
  board.document.querySelector(".app").append(...holder.childNodes);
  const { Chat } = await import("../../../static/js/chat/chat.js");
  const root = board.document.getElementById("chat");
  const chat = new Chat(root, board.page);
  for (const type of FORWARDED_EVENTS) board.root.addEventListener(type, (event) => chat.handle(event));
  board.page.emit("kr:claimed");
  if (options.join !== false) await joined(board, options.seq ?? 0);
  return { ...board, get connection() { return board.connection; }, board, chat, panel: root };
}

/** What the chat shows: "author: text", with the state of unconfirmed messages. */
export function said(panel) {
  return [...panel.querySelectorAll(".msg")].map(
    ({ dataset }) => `${dataset.author}: ${dataset.text}${dataset.state ? ` (${dataset.state})` : ""}`,
  );
}

export { ME };
