/** Cards that should be in the page and are not: fetched one by one, placed where the log says by then. */

import { trusted } from "../../page/trusted_html.js";
import { dress } from "../dom/cards.js";
import { recount } from "../dom/counts.js";
import { cardNode } from "../dom/queries.js";
import { morph } from "../dom/morph.js";
import { place } from "../dom/placement.js";

/** @typedef {{ id: string, number: number, columnId: string, position: string, version: number }} Wanted */

const TRIES = 2;

export class Arrivals {
  /** @type {Map<string, Wanted>} */
  #wanted = new Map();

  /** @param {import("../page").BoardPage} page */
  constructor(page) {
    this.page = page;
  }

  /** Cards that the log counts and the page does not show yet. */
  get waiting() {
    return this.#wanted.size > 0;
  }

  /** @param {Wanted} card */
  fetch(card) {
    const known = this.#wanted.has(card.id);
    this.#wanted.set(card.id, card);
    // Not before the events that came along with this one: they may have taken it away again.
    if (!known) queueMicrotask(() => this.#go(card.id, TRIES));
  }

  /** It went elsewhere before it came. @param {string} id */
  forget(id) {
    this.#wanted.delete(id);
  }

  /** After a reconnection: what could not be had before. */
  retry() {
    for (const id of this.#wanted.keys()) this.#go(id, TRIES);
  }

  /** The face of a card that changed in a way only the server can draw. @param {HTMLElement} card */
  async renew(card) {
    const fresh = await this.page.parts.face(Number(card.dataset.number)).catch(() => null);
    this.page.gate.run(() => { if (fresh) this.face(card, fresh); });
  }

  /** Cards that changed without a new version: as the event drew them, the rest asked for. @param {string[]} ids @param {string} [html] */
  renewAll(ids, html) {
    const faces = trusted(html ?? "");
    for (const id of ids) {
      const card = cardNode(id);
      if (!card) continue;
      const fresh = faces.querySelector(`#card-${id}`);
      if (fresh) this.face(card, /** @type {HTMLElement} */ (document.importNode(fresh, true)));
      else this.renew(card);
    }
  }

  /** The look of a card, as the server drew it, on the one in the page. @param {HTMLElement} card @param {HTMLElement} fresh */
  face(card, fresh) {
    if (!card.isConnected || Number(fresh.dataset.version) < Number(card.dataset.version)) return;
    // Its place and version are the log's to tell; only the face is taken.
    Object.assign(fresh.dataset, { version: card.dataset.version, position: card.dataset.position });
    morph(card, fresh);
    dress(card, this.page.me.id);
  }

  /** @param {string} id @param {number} tries */
  async #go(id, tries) {
    const wanted = this.#wanted.get(id);
    if (!wanted) return;
    this.page.parts.begin();
    try {
      const node = await this.page.parts.face(wanted.number);
      this.page.gate.run(() => this.#arrived(id, node, tries));
    } catch {
      // Offline: it stays wanted until the page has joined again.
      this.page.parts.end();
    }
  }

  /** @param {string} id @param {HTMLElement | null} node @param {number} tries */
  #arrived(id, node, tries) {
    const wanted = this.#wanted.get(id);
    const old = wanted && node && Number(node.dataset.version) < wanted.version;
    if (old && tries > 1) this.#go(id, tries - 1);
    else {
      this.#wanted.delete(id);
      if (wanted && node && !cardNode(id)) this.#put(wanted, node);
    }
    this.page.parts.end();
    recount(this.page);
  }

  /** @param {Wanted} wanted @param {HTMLElement} node */
  #put(wanted, node) {
    // Newer than the log so far: the event that made it so is still to come and must not be taken for known.
    Object.assign(node.dataset, { version: String(wanted.version), position: wanted.position });
    dress(node, this.page.me.id);
    place(node, wanted.columnId, wanted.position);
  }
}
