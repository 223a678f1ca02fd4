/** A project page that is rendered on the server and fetched again after events that change it. */

import { showAccessLost } from "../page/access_lost.js";
import { gettext } from "../page/i18n.js";
import { request } from "../page/requests.js";
import { trustedPage } from "../page/trusted_html.js";
import { formatTimes } from "../page/time.js";
import { keepReading } from "../steady/reading_anchor.js";
import { Room } from "./room.js";
import { Socket, socketUrl } from "./socket.js";
import { watchNetwork } from "./watch_network.js";

const SOON_MS = 120;

export class ServerRenderedPage {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #refreshTimer;

  /** @param {HTMLElement} root has `data-project`, `data-seq` and `data-me`; `[data-live]` in it is replaced */
  constructor(root) {
    this.root = root;
    const { project = "", seq = "0" } = root.dataset;
    this.projectId = project;
    this.live = /** @type {HTMLElement} */ (root.querySelector("[data-live]"));
    keepReading(document.documentElement, { items: "li, tr", within: this.live });
    this.socket = new Socket({
      url: socketUrl(),
      onOpen: () => this.#join(),
      onFrame: (frame) => { if (frame.projectId === project && frame.seq !== undefined) this.room.receive(frame); },
      onState: (state) => { if (state !== "open") this.room.leave(); },
      onEnd: () => this.#onEnd(),
      onHeads: (rooms) => this.room.noteHead(rooms[project]),
    });
    this.room = new Room({
      projectId: project,
      seq: Number(seq),
      request: (type, payload) => this.socket.request(type, payload),
      apply: (event) => this.#apply(event),
      resync: () => this.refresh(),
      joined: ({ role }) => this.#setRole(role ?? ""),
    });
  }

  start() {
    this.stopWatching = watchNetwork(this.socket);
    this.socket.connect();
  }

  stop() {
    this.stopWatching?.();
    this.socket.close();
  }

  // ── Overridden by each page ─────────────────────────────────────────────────────────────────

  /** Does an event of this type change the page? @param {string} _type */
  isAffectedBy(_type) {
    return false;
  }

  /** @param {HTMLElement} _fresh the new content of `live` */
  render(_fresh) {}

  /** Is something open that a refresh would close? */
  get isBusy() {
    return false;
  }

  /** Called after each (re)join. */
  onJoined() {}

  // ── Shared by all pages ──────────────────────────────────────────────────────────────────────

  get canWrite() {
    return this.#page?.dataset.role !== "viewer";
  }

  /** Fetches and renders the current page. @returns {Promise<number>} the seq that it shows */
  async refresh() {
    const response = await request(location.href);
    if (response.status === 404) { this.#onEnd(); return this.room.seq; }
    if (!response.ok) throw new Error(`${response.status}`);
    const fresh = trustedPage(await response.text()).getElementById(this.root.id);
    const live = fresh?.querySelector("[data-live]");
    if (!fresh || !live) throw new Error(`no ${this.root.id}`);
    this.#setRole(fresh.dataset.role ?? "");
    this.render(/** @type {HTMLElement} */ (document.importNode(live, true)));
    formatTimes(this.live);
    return Number(fresh.dataset.seq);
  }

  /** Refreshes once for several events. */
  refreshSoon() {
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = setTimeout(() => {
      if (this.isBusy) this.refreshSoon();
      else this.refresh().catch(() => undefined);
    }, SOON_MS);
  }

  get #page() {
    return /** @type {HTMLElement | null} */ (this.root.closest(".page"));
  }

  /** @param {string} role "" if unknown */
  #setRole(role) {
    const page = this.#page;
    if (!page || !role || page.dataset.role === role) return;
    page.dataset.role = role;
    this.refreshSoon();
  }

  async #join() {
    try {
      await this.room.join();
      this.onJoined();
    } catch (error) {
      const { code } = /** @type {import("./request_error").RequestError} */ (error);
      if (code === "not_found" || code === "forbidden") this.#onEnd();
      else this.socket.reconnect();
    }
  }

  /** @param {import("../types").LoggedEvent} event */
  #apply({ type, payload }) {
    if (type === "project.deleted") this.#onEnd();
    else if (type === "member.removed" && payload.userId === this.root.dataset.me) this.#onEnd();
    else if (this.isAffectedBy(type)) this.refreshSoon();
  }

  #onEnd() {
    this.stop();
    showAccessLost(gettext("You are no longer in this project."));
  }
}
