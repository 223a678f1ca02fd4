/** Who is writing: told at most every 3 s, believed for 5 s. */

import { fill, gettext } from "../page/i18n.js";

const TELL_MS = 3_000;
const BELIEVE_MS = 5_000;

export class Typing {
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #who = new Map();
  #told = 0;

  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
    this.line = /** @type {HTMLElement} */ (chat.root.querySelector("[data-typing]"));
  }

  /** Someone else writes. @param {string} userId */
  heard(userId) {
    if (userId === this.chat.me) return;
    clearTimeout(this.#who.get(userId));
    this.#who.set(userId, setTimeout(() => this.said(userId), BELIEVE_MS));
    this.#show();
  }

  /** They sent it, or stopped. @param {string} userId */
  said(userId) {
    clearTimeout(this.#who.get(userId));
    if (this.#who.delete(userId)) this.#show();
  }

  clear() {
    for (const userId of [...this.#who.keys()]) this.said(userId);
  }

  /** I write. */
  tell(now = Date.now()) {
    const { socket, projectId } = this.chat.board;
    if (socket.state !== "open" || now - this.#told < TELL_MS) return;
    this.#told = now;
    socket.ask("chat.typing", { projectId }).catch(() => undefined);
  }

  /** I sent it: the next word is told at once. */
  rest() {
    this.#told = 0;
  }

  #show() {
    const text = words([...this.#who.keys()].map((id) => this.chat.board.nameOf(id)));
    this.line.hidden = !text;
    const node = this.line.querySelector("[data-text]");
    if (node) node.textContent = text;
  }
}

/** @param {string[]} names */
export function words(names) {
  const [a, b] = names;
  if (!a) return "";
  if (!b) return fill(gettext("%(name)s is typing"), { name: a });
  return names.length === 2 ? fill(gettext("%(a)s and %(b)s are typing"), { a, b }) : gettext("Several people are typing");
}
