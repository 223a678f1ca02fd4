/** Shows the state of the connection. A short loss is not shown. */

import { gettext } from "../page/i18n.js";

const QUIET_MS = 2_000;
const OFFLINE_MS = 8_000;
/** A server that said that it restarts is expected back within this time. */
const RESTART_MS = 25_000;
const BACK_MS = 2_000;
const RESTART = 1012;

export class ConnectionStatus {
  /** @type {Map<string, number>} */
  #waiting = new Map();
  #lost = false;
  #isPolling = false;
  /** @type {ReturnType<typeof setTimeout>[]} */
  #timers = [];

  #isOffline = false;

  /** @param {Promise<typeof import("../tools/tools.js")>} tools */
  constructor(tools) {
    this.tools = tools;
    this.node = /** @type {HTMLElement | null} */ (document.querySelector("kr-status"));
  }

  /** The page has joined its room and is up to date. @param {boolean} [isPolling] */
  connected(isPolling = false) {
    const wasShown = this.node?.dataset.state !== "live";
    this.#clear();
    this.#lost = false;
    this.#isPolling = isPolling;
    this.#setOffline(false);
    if (!wasShown || isPolling) { this.#showUsual(); return; }
    this.#show("updated", gettext("Up to date"));
    this.#timers = [setTimeout(() => this.#showUsual(), BACK_MS)];
  }

  /** An answer is late, or came after all. @param {boolean} isInDoubt */
  doubted(isInDoubt) {
    if (this.#lost) return;
    this.#clear();
    if (isInDoubt) this.#show("connecting", gettext("Checking…"));
    else this.#showUsual();
  }

  /** The connection is lost, or not established yet. @param {number} [code] with which it was closed */
  disconnected(code) {
    if (this.#lost) return;
    this.#clear();
    this.#lost = true;
    this.#timers = [
      setTimeout(() => this.#show("connecting", gettext("Reconnecting…")), QUIET_MS),
      setTimeout(() => this.#offline(), code === RESTART ? RESTART_MS : OFFLINE_MS),
    ];
  }

  signedOut() {
    this.#clear();
    this.#lost = true;
    this.#setOffline(false);
    this.#show("offline", gettext("Signed out"));
  }

  /** @param {number} size number of queued commands @param {string} [where] the outbox that they are in */
  setQueued(size, where = "board") {
    this.#waiting.set(where, size);
    if (this.#isOffline) this.#setOffline(true);
  }

  #showUsual() {
    if (this.#isPolling) this.#show("delayed", gettext("Delayed"));
    else this.#show("live", gettext("Live"));
  }

  #offline() {
    this.#show("offline", gettext("Offline"));
    this.#setOffline(true);
  }

  /** @param {boolean} isOffline */
  #setOffline(isOffline) {
    if (!isOffline && !this.#isOffline) return;
    this.#isOffline = isOffline;
    const queued = [...this.#waiting.values()].reduce((sum, size) => sum + size, 0);
    this.tools.then(({ showOffline }) => showOffline(this.#isOffline, queued)).catch(reportError);
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
