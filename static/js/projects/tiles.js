/**
 * The tiles of the list of projects, kept current. A signal names the projects in which something changed; their tiles are
 * fetched and put into the list. After a reconnect, and from time to time while polling, the whole list is.
 */

import "../page/first_load.js";
import { Socket, socketUrl } from "../live/socket.js";
import { watchNetwork } from "../live/watch_network.js";
import { request } from "../page/requests.js";
import { formatTimes } from "../page/time.js";
import { trustedPage } from "../page/trusted_html.js";

const SOON_MS = 200;
/** Between two fetches, so that a busy project does not keep the server busy. */
const PAUSE_MS = 1_500;
const HIDDEN_PAUSE_MS = 15_000;
/** The server answers no more tiles at once. Beyond that the whole list is fetched. */
const MOST_TILES = 50;

export class Tiles {
  /** @type {Set<string>} */
  #changed = new Set();
  #isAllChanged = false;
  #fetchedAt = 0;
  #isFetching = false;
  #opened = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    const quiet = () => undefined;
    const onOpen = () => { this.#watch(this.#opened++ > 0); };
    this.socket = new Socket({ url: socketUrl(), onOpen, onFrame: quiet, onState: quiet, onEnd: quiet });
  }

  start() {
    document.addEventListener("kr:user", (event) => this.#onSignal(/** @type {CustomEvent} */ (event).detail));
    document.addEventListener("kr:connection-open", () => { if (this.socket.isPolling) this.#refreshAll(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#refreshSoon(); });
    for (const type of ["pointerleave", "focusout"]) this.root.addEventListener(type, () => { setTimeout(() => this.#sort()); });
    watchNetwork(this.socket);
    this.socket.connect();
  }

  /** @param {{ type: string, payload: any }} frame */
  #onSignal({ type, payload }) {
    if (type !== "projects.changed") return;
    for (const id of payload.projectIds) this.#changed.add(id);
    // A project that one has just entered is not watched yet.
    if (payload.projectIds.some((/** @type {string} */ id) => !this.#tile(id))) this.#watch(false);
    this.#refreshSoon();
  }

  /** Watches one's projects, and finds out which tiles are older than the server's. @param {boolean} isBack after a lost connection */
  async #watch(isBack) {
    const answer = await this.socket.request("watch_projects", {}).catch(() => null);
    if (!answer) return;
    const { heads } = answer.payload;
    // Read markers are in no head: after a connection was lost, everything is looked at.
    if (!heads || isBack) { this.#refreshAll(); return; }
    const shown = new Map(this.#tiles.map(({ dataset }) => [dataset.project ?? "", Number(dataset.seq)]));
    for (const id of new Set([...shown.keys(), ...Object.keys(heads)])) if (shown.get(id) !== heads[id]) this.#changed.add(id);
    this.#refreshSoon();
  }

  #refreshAll() {
    this.#isAllChanged = true;
    this.#refreshSoon();
  }

  #refreshSoon() {
    clearTimeout(this.#timer);
    if (this.#isFetching || !(this.#changed.size || this.#isAllChanged)) return;
    const pause = document.hidden ? HIDDEN_PAUSE_MS : PAUSE_MS;
    this.#timer = setTimeout(() => this.#refresh(), Math.max(SOON_MS, this.#fetchedAt + pause - Date.now()));
  }

  async #refresh() {
    const changed = [...this.#changed];
    const isAll = this.#isAllChanged || changed.length > MOST_TILES || !this.#list;
    this.#changed.clear();
    this.#isAllChanged = false;
    this.#isFetching = true;
    try {
      await this.#fetch(isAll ? null : changed);
    } catch {
      // Offline, or the server is restarting: all of it once the connection is back.
      if (this.socket.state === "open") this.#isAllChanged = true;
    }
    this.#isFetching = false;
    this.#fetchedAt = Date.now();
    this.#refreshSoon();
  }

  /** @param {string[] | null} ids null: the whole list */
  async #fetch(ids) {
    const query = new URLSearchParams(ids?.map((id) => ["only", id]));
    const response = await request(`${location.pathname}${ids ? `?${query}` : ""}`);
    if (!response.ok) throw new Error(`${response.status}`);
    const fresh = trustedPage(await response.text()).querySelector("[data-tiles]");
    if (!fresh) throw new Error("no tiles");
    const tiles = /** @type {HTMLElement[]} */ ([...fresh.querySelectorAll("[data-project]")]);
    if (!this.#list || (!ids && !tiles.length)) this.root.replaceChildren(...document.importNode(fresh, true).childNodes);
    else this.#put(tiles, ids ?? this.#tiles.map(({ dataset }) => dataset.project ?? ""));
    formatTimes(this.root);
    if (ids === null) return;
    if (!this.#tiles.length) this.#isAllChanged = true;
  }

  /** Puts fresh tiles into the list; those of `ids` that did not come are gone. @param {HTMLElement[]} fresh @param {string[]} ids */
  #put(fresh, ids) {
    const came = new Set(fresh.map(({ dataset }) => dataset.project));
    for (const id of ids) if (!came.has(id)) this.#tile(id)?.remove();
    for (const foreign of fresh) {
      const tile = document.importNode(foreign, true);
      const known = this.#tile(tile.dataset.project ?? "");
      if (known) replace(known, tile);
      else this.#list?.lastElementChild?.before(tile);
    }
    this.#sort();
  }

  /** Puts the last active first, as the server does, but never under somebody's pointer or focus. */
  #sort() {
    if (this.#list?.matches(":hover, :focus-within")) return;
    const sorted = [...this.#tiles].sort((one, other) => activeAt(other) - activeAt(one));
    const end = this.#list?.lastElementChild ?? null;
    if (sorted.some((tile, place) => tile !== this.#tiles[place])) for (const tile of sorted) this.#list?.insertBefore(tile, end);
  }

  get #list() {
    return this.root.querySelector(".tiles");
  }

  get #tiles() {
    return /** @type {HTMLElement[]} */ ([...this.root.querySelectorAll("[data-project]")]);
  }

  /** @param {string} id */
  #tile(id) {
    return this.#tiles.find(({ dataset }) => dataset.project === id);
  }
}

/** Replaces a tile, of which only the link can have the focus. @param {HTMLElement} tile @param {HTMLElement} fresh */
function replace(tile, fresh) {
  const hadFocus = tile.contains(document.activeElement);
  tile.replaceWith(fresh);
  if (hadFocus) fresh.querySelector("a")?.focus({ preventScroll: true });
}

/** @param {HTMLElement} tile */
function activeAt(tile) {
  return Date.parse(tile.querySelector("time")?.dateTime ?? "") || 0;
}
