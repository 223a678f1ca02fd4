/** The typing indicator: sent at most every 3 s, shown for 5 s. */

import { fill, gettext } from "../page/i18n.js";

const SEND_MS = 3_000;
const SHOW_MS = 5_000;

export class TypingIndicator {
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #timers = new Map();
  #sentAt = 0;

  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
    this.node = /** @type {HTMLElement} */ (chat.root.querySelector("[data-typing]"));
  }

  /** Another member is typing. @param {string} userId */
  onTyping(userId) {
    if (userId === this.chat.me) return;
    clearTimeout(this.#timers.get(userId));
    this.#timers.set(userId, setTimeout(() => this.stop(userId), SHOW_MS));
    this.#show();
  }

  /** A member sent the message or stopped typing. @param {string} userId */
  stop(userId) {
    clearTimeout(this.#timers.get(userId));
    if (this.#timers.delete(userId)) this.#show();
  }

  clear() {
    for (const userId of [...this.#timers.keys()]) this.stop(userId);
  }

  /** Sends that the user is typing. */
  send(now = Date.now()) {
    const { socket, projectId } = this.chat.board;
    if (socket.state !== "open" || now - this.#sentAt < SEND_MS) return;
    this.#sentAt = now;
    socket.request("chat.typing", { projectId }).catch(() => undefined);
  }

  /** The message was sent: the next keystroke is reported at once. */
  reset() {
    this.#sentAt = 0;
  }

  #show() {
    const text = typingText([...this.#timers.keys()].map((id) => this.chat.board.memberName(id)));
    this.node.hidden = !text;
    const node = this.node.querySelector("[data-text]");
    if (node) node.textContent = text;
  }
}

/** @param {string[]} names */
export function typingText(names) {
  const [a, b] = names;
  if (!a) return "";
  if (!b) return fill(gettext("%(name)s is typing"), { name: a });
  return names.length === 2 ? fill(gettext("%(a)s and %(b)s are typing"), { a, b }) : gettext("Several people are typing");
}
