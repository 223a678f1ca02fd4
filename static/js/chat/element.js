/** The <kr-chat> element: imports the chat's code after the board has started, and buffers the board's events until then. */

import { importWithRetry } from "../page/lazy_assets.js";

const FORWARDED_EVENTS = ["kr:event", "kr:signal", "kr:claimed", "kr:connection", "kr:resync"];

export class ChatElement extends HTMLElement {
  /** @type {import("./chat").Chat | null} */
  chat = null;
  #listening = new AbortController();
  /** Enter or "Send" was pressed before the chat's code was there. */
  #isSent = false;

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
    const watching = this.#watchComposer();
    importWithRetry(() => import("./chat.js")).then(({ Chat }) => {
      watching.abort();
      this.chat = new Chat(this, board.page);
      for (const event of early) this.chat.handle(event);
      if (this.#isSent) this.chat.composer.send();
    }).catch(reportError);
  }

  /** Notes that a message is to be sent, unless more is typed then. */
  #watchComposer() {
    const watching = new AbortController();
    const options = { signal: watching.signal };
    let isEnter = false;
    this.addEventListener("keydown", ({ key, shiftKey, altKey }) => { isEnter = key === "Enter" && !shiftKey && !altKey; }, options);
    this.addEventListener("input", () => { this.#isSent = isEnter; }, options);
    this.addEventListener("submit", (event) => { event.preventDefault(); this.#isSent = true; }, options);
    return watching;
  }

  disconnectedCallback() {
    this.#listening.abort();
  }
}
