/** Notices in the chat about cards moved to another column. The user can switch them off. */

import { formatTimes } from "../page/time.js";
import { safeStorage } from "../page/storage.js";
import { columnNode, columnName } from "../board/dom/queries.js";
import { cloneTemplate } from "./templates.js";

const SWITCH = "kr:quiet-lines";

/** @param {import("./chat").Chat} chat */
export function watchMoveNotices(chat) {
  show(chat, safeStorage().getItem(SWITCH) !== "off");
}

/** @param {import("./chat").Chat} chat */
export function toggleMoveNotices(chat) {
  const on = "hideQuiet" in chat.root.dataset;
  safeStorage().setItem(SWITCH, on ? "on" : "off");
  chat.scroll.keepPosition(() => { show(chat, on); chat.messageList.updateGroups(); });
}

/** @param {import("./chat").Chat} chat @param {import("../types").LoggedEvent} event the move of a card to another column */
export function moveNotice(chat, { seq, at, actorId, payload }) {
  const line = cloneTemplate("move-blank");
  line.id = `move-${seq}`;
  line.dataset.at = at;
  const column = columnNode(payload.columnId);
  const put = (/** @type {string} */ part, /** @type {string} */ text) => {
    const node = line.querySelector(`[data-${part}]`);
    if (node) node.textContent = text;
  };
  put("name", chat.board.memberName(actorId));
  put("key", payload.key);
  put("column", column ? columnName(column) : "");
  line.querySelector("[data-key]")?.setAttribute("href", `${chat.board.url}/cards/${payload.number}`);
  const time = line.querySelector("time");
  if (time) time.dateTime = at;
  formatTimes(line);
  return line;
}

/** @param {import("./chat").Chat} chat @param {boolean} on */
function show(chat, on) {
  chat.root.toggleAttribute("data-hide-quiet", !on);
  chat.root.querySelector("[data-action=chat-quiet]")?.setAttribute("aria-pressed", String(on));
}
