/** <kr-chat>: fetches the chat's code after the board stands, and keeps for it what the board tells meanwhile. */

import { fetched } from "../page/lazy_assets.js";

const TOLD = ["kr:event", "kr:signal", "kr:claimed", "kr:line", "kr:resync"];

export class ChatElement extends HTMLElement {
  /** @type {import("./chat").Chat | null} */
  chat = null;
  #listening = new AbortController();

  connectedCallback() {
    const board = /** @type {(HTMLElement & { page: import("../board/page").BoardPage }) | null} */ (document.querySelector("kr-board"));
    if (!board || this.chat) return;
    /** @type {Event[]} */
    const early = [];
    for (const type of TOLD) {
      board.addEventListener(type, (event) => { if (this.chat) this.chat.hear(event); else early.push(event); }, { signal: this.#listening.signal });
    }
    fetched(() => import("./chat.js")).then(({ Chat }) => {
      this.chat = new Chat(this, board.page);
      for (const event of early) this.chat.hear(event);
    }).catch(reportError);
  }

  disconnectedCallback() {
    this.#listening.abort();
  }
}
