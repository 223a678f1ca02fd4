/** Quiet lines: cards that went to another column. Who doesn't want them switches them off. */

import { tellTimes } from "../page/time.js";
import { safeStorage } from "../page/storage.js";
import { columnNode, nameOf } from "../board/dom/queries.js";
import { clone } from "./templates.js";

const SWITCH = "kr:quiet-lines";

/** @param {import("./chat").Chat} chat */
export function watchQuiet(chat) {
  show(chat, safeStorage().getItem(SWITCH) !== "off");
}

/** @param {import("./chat").Chat} chat */
export function toggleQuiet(chat) {
  const on = "hideQuiet" in chat.root.dataset;
  safeStorage().setItem(SWITCH, on ? "on" : "off");
  chat.scroll.keep(() => { show(chat, on); chat.stream.arrange(); });
}

/** @param {import("./chat").Chat} chat @param {import("../types").LoggedEvent} event a card's move to another column */
export function quietLine(chat, { seq, at, actorId, payload }) {
  const line = clone("move-blank");
  line.id = `move-${seq}`;
  line.dataset.at = at;
  const column = columnNode(payload.columnId);
  const put = (/** @type {string} */ part, /** @type {string} */ text) => { const node = line.querySelector(`[data-${part}]`); if (node) node.textContent = text; };
  put("name", chat.board.nameOf(actorId));
  put("key", payload.key);
  put("column", column ? nameOf(column) : "");
  line.querySelector("[data-key]")?.setAttribute("href", `${chat.board.url}/cards/${payload.number}`);
  const time = line.querySelector("time");
  if (time) time.dateTime = at;
  tellTimes(line);
  return line;
}

/** @param {import("./chat").Chat} chat @param {boolean} on */
function show(chat, on) {
  chat.root.toggleAttribute("data-hide-quiet", !on);
  chat.root.querySelector("[data-action=chat-quiet]")?.setAttribute("aria-pressed", String(on));
}
