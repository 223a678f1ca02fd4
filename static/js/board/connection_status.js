/** Shows the state of the connection. A short loss is not shown. */

import { announce } from "../page/announce.js";
import { fill, gettext, ngettext } from "../page/i18n.js";

const QUIET_MS = 2_000;
const OFFLINE_MS = 8_000;
const BACK_MS = 2_000;

export class ConnectionStatus {
  /** @type {Map<string, number>} */
  #waiting = new Map();
  #lost = false;
  /** @type {ReturnType<typeof setTimeout>[]} */
  #timers = [];

  /** @param {ParentNode} [root] */
  constructor(root = document) {
    this.node = /** @type {HTMLElement | null} */ (root.querySelector("kr-status"));
    this.banner = /** @type {HTMLElement | null} */ (root.querySelector("#offline"));
  }

  /** The page has joined its room and is up to date. */
  connected() {
    const wasShown = this.node?.dataset.state !== "live";
    this.#clear();
    this.#lost = false;
    if (this.banner) this.banner.hidden = true;
    if (!wasShown) { this.#show("live", gettext("Live")); return; }
    this.#show("updated", gettext("Up to date"));
    this.#timers = [setTimeout(() => this.#show("live", gettext("Live")), BACK_MS)];
  }

  /** The connection is lost, or not established yet. */
  disconnected() {
    if (this.#lost) return;
    this.#clear();
    this.#lost = true;
    this.#timers = [
      setTimeout(() => this.#show("connecting", gettext("Reconnecting…")), QUIET_MS),
      setTimeout(() => this.#offline(), OFFLINE_MS),
    ];
  }

  signedOut() {
    this.#clear();
    this.#lost = true;
    if (this.banner) this.banner.hidden = true;
    this.#show("offline", gettext("Signed out"));
  }

  /** @param {number} size number of queued commands @param {string} [where] the outbox that they are in */
  setQueued(size, where = "board") {
    this.#waiting.set(where, size);
    if (this.banner && !this.banner.hidden) this.#tellOffline();
  }

  #offline() {
    this.#show("offline", gettext("Offline"));
    if (!this.banner) return;
    this.banner.hidden = false;
    this.#tellOffline();
    announce(this.#words());
  }

  #tellOffline() {
    const text = this.banner?.querySelector("[data-text]");
    if (text) text.textContent = this.#words();
  }

  get #queued() {
    return [...this.#waiting.values()].reduce((sum, size) => sum + size, 0);
  }

  #words() {
    if (!this.#queued) return gettext("You’re offline. Keep working: changes will be sent when you’re back.");
    const text = ngettext(
      "You’re offline. Keep working — %(n)s change will be sent when you’re back.",
      "You’re offline. Keep working — %(n)s changes will be sent when you’re back.",
      this.#queued,
    );
    return fill(text, { n: this.#queued });
  }

  /** @param {string} state @param {string} text */
  #show(state, text) {
    if (!this.node) return;
    this.node.dataset.state = state;
    if (this.node.textContent !== text) this.node.textContent = text;
  }

  #clear() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}
