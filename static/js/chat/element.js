/** The <kr-chat> element: imports the chat's code after the board has started, and buffers the board's events until then. */

import { importWithRetry } from "../page/lazy_assets.js";

const FORWARDED_EVENTS = ["kr:event", "kr:signal", "kr:claimed", "kr:connection", "kr:resync"];

export class ChatElement extends HTMLElement {
  /** @type {import("./chat").Chat | null} */
  chat = null;
  #listening = new AbortController();

  connectedCallback() {
    const board = /** @type {(HTMLElement & { page: import("../board/page").BoardPage }) | null} */ (document.querySelector("kr-board"));
    if (!board || this.chat) return;
    /** @type {Event[]} */
    const early = [];
    for (const type of FORWARDED_EVENTS) {
      board.addEventListener(
        type,
        (event) => {
          if (this.chat) this.chat.handle(event);
          else early.push(event);
        },
        { signal: this.#listening.signal },
      );
    }
    importWithRetry(() => import("./chat.js")).then(({ Chat }) => {
      this.chat = new Chat(this, board.page);
      for (const event of early) this.chat.handle(event);
    }).catch(reportError);
  }

  disconnectedCallback() {
    this.#listening.abort();
  }
}
