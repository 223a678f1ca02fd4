/** The <kr-activity> element: shows project activity live. New entries are fetched from the server as rendered HTML. */

import { showAccessLost } from "../page/access_lost.js";
import { Socket, socketUrl } from "../live/socket.js";
import { watchNetwork } from "../live/watch_network.js";
import { announce } from "../page/announce.js";
import { gettext } from "../page/i18n.js";
import { keepReading } from "../steady/reading_anchor.js";
import { groupByDay, entriesIn, insertEntry, seqOf } from "./day_groups.js";
import { fetchEntries } from "./fetch_entries.js";

/** Events that arrive within this time are fetched with one request. */
const BATCH_MS = 150;

export class Feed extends HTMLElement {
  /** The last seq that is shown. */
  #seq = 0;
  /** The last seq that is known to exist. */
  #head = 0;
  #requesting = false;

  connectedCallback() {
    this.#seq = this.#head = Number(this.dataset.seq);
    groupByDay(this);
    keepReading(document.documentElement, { items: ".deed", within: this });
    const older = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-older]"));
    older?.addEventListener("click", (event) => { event.preventDefault(); this.#loadOlder(older); });
    if ("newest" in this.dataset) this.#follow();
  }

  disconnectedCallback() {
    this.stopWatching?.();
    this.socket?.close();
  }

  #follow() {
    this.socket = new Socket({
      url: socketUrl(),
      onOpen: () => this.#join(),
      onFrame: (frame) => { if (frame.projectId === this.dataset.project) this.#noteHead(frame.seq); },
      onState: () => undefined,
      onEnd: () => this.#endAccess(),
      onHeads: (rooms) => this.#noteHead(rooms[this.dataset.project ?? ""]),
    });
    this.stopWatching = watchNetwork(this.socket);
    this.socket.connect();
  }

  async #join() {
    try {
      this.#noteHead((await this.socket?.request("join_room", { projectId: this.dataset.project }))?.payload.seq);
    } catch (error) {
      if (/** @type {import("../live/request_error").RequestError} */ (error).code === "not_found") this.#endAccess();
      else this.socket?.reconnect();
    }
  }

  /** @param {number | undefined} seq */
  #noteHead(seq) {
    this.#head = Math.max(this.#head, seq ?? 0);
    if (this.#requesting || this.#head <= this.#seq) return;
    this.#requesting = true;
    setTimeout(() => this.#loadNewer(), BATCH_MS);
  }

  async #loadNewer() {
    const head = this.#head;
    try {
      const { items, more } = await fetchEntries(this.dataset.items ?? "", this.#query({ after: this.#seq }));
      this.#show(items);
      const newest = Math.max(this.#seq, ...items.map(seqOf));
      this.#seq = more ? newest : Math.max(head, newest);
    } catch (error) {
      if (/** @type {Error} */ (error).message === "404") this.#endAccess();
      return;
    } finally {
      this.#requesting = false;
    }
    this.#noteHead(undefined);
  }

  /** @param {HTMLAnchorElement} link */
  async #loadOlder(link) {
    try {
      const { items, more } = await fetchEntries(this.dataset.items ?? "", this.#query({ before: seqOf(entriesIn(this).at(-1)) }));
      for (const deed of items) insertEntry(this, deed);
      items[0]?.querySelector("a")?.focus();
      if (!more) link.parentElement?.remove();
    } catch {
      location.assign(link.href);
    }
  }

  /** Inserts entries, newest first. @param {HTMLElement[]} deeds */
  #show(deeds) {
    const fresh = deeds.filter((deed) => insertEntry(this, deed));
    for (const deed of fresh) deed.classList.add("is-new");
    if (!fresh[0]) return;
    document.querySelector(".deeds__none")?.setAttribute("hidden", "");
    announce(fresh[0].querySelector(".deed__text")?.textContent ?? "");
  }

  /** @param {Record<string, number>} edge */
  #query(edge) {
    const query = new URLSearchParams(this.dataset.filters);
    for (const [name, seq] of Object.entries(edge)) query.set(name, String(seq));
    return query;
  }

  #endAccess() {
    this.disconnectedCallback();
    showAccessLost(gettext("You are no longer in this project."));
  }
}
