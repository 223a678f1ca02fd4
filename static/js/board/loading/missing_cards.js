/** Cards that should be in the page and are not: fetched one by one, placed where the log says by then. */

import { trusted } from "../../page/trusted_html.js";
import { prepareCard } from "../dom/cards.js";
import { updateCounts } from "../dom/counts.js";
import { cardNode } from "../dom/queries.js";
import { morph } from "../dom/morph.js";
import { placeCard } from "../dom/placement.js";

/** @typedef {{ id: string, number: number, columnId: string, position: string, version: number }} MissingCard */

const TRIES = 2;

export class MissingCards {
  /** @type {Map<string, MissingCard>} */
  #wanted = new Map();

  /** @param {import("../page").BoardPage} page */
  constructor(page) {
    this.page = page;
  }

  /** Cards that the log counts and the page does not show yet. */
  get waiting() {
    return this.#wanted.size > 0;
  }

  /** @param {MissingCard} card */
  fetch(card) {
    const known = this.#wanted.has(card.id);
    this.#wanted.set(card.id, card);
    // Not before the events that came along with this one: they may have taken it away again.
    if (!known) queueMicrotask(() => this.#request(card.id, TRIES));
  }

  /** It went elsewhere before it came. @param {string} id */
  forget(id) {
    this.#wanted.delete(id);
  }

  /** After a reconnection: what could not be had before. */
  retry() {
    for (const id of this.#wanted.keys()) this.#request(id, TRIES);
  }

  /** The face of a card that changed in a way only the server can draw. @param {HTMLElement} card */
  async refresh(card) {
    const fresh = await this.page.partials.card(Number(card.dataset.number)).catch(() => null);
    this.page.dragPause.run(() => { if (fresh) this.replace(card, fresh); });
  }

  /** Cards that changed without a new version: as the event drew them, the rest asked for. @param {string[]} ids @param {string} [html] */
  refreshAll(ids, html) {
    const faces = trusted(html ?? "");
    for (const id of ids) {
      const card = cardNode(id);
      if (!card) continue;
      const fresh = faces.querySelector(`#card-${id}`);
      if (fresh) this.replace(card, /** @type {HTMLElement} */ (document.importNode(fresh, true)));
      else this.refresh(card);
    }
  }

  /** The look of a card, as the server drew it, on the one in the page. @param {HTMLElement} card @param {HTMLElement} fresh */
  replace(card, fresh) {
    if (!card.isConnected || Number(fresh.dataset.version) < Number(card.dataset.version)) return;
    // Its place and version are the log's to tell; only the face is taken.
    Object.assign(fresh.dataset, { version: card.dataset.version, position: card.dataset.position });
    morph(card, fresh);
    prepareCard(card, this.page.me.id);
  }

  /** @param {string} id @param {number} tries */
  async #request(id, tries) {
    const wanted = this.#wanted.get(id);
    if (!wanted) return;
    this.page.partials.beginRequest();
    try {
      const node = await this.page.partials.card(wanted.number);
      this.page.dragPause.run(() => this.#onResponse(id, node, tries));
    } catch {
      // Offline: it stays wanted until the page has joined again.
      this.page.partials.endRequest();
    }
  }

  /** @param {string} id @param {HTMLElement | null} node @param {number} tries */
  #onResponse(id, node, tries) {
    const wanted = this.#wanted.get(id);
    const old = wanted && node && Number(node.dataset.version) < wanted.version;
    if (old && tries > 1) this.#request(id, tries - 1);
    else {
      this.#wanted.delete(id);
      if (wanted && node && !cardNode(id)) this.#insert(wanted, node);
    }
    this.page.partials.endRequest();
    updateCounts(this.page);
  }

  /** @param {MissingCard} wanted @param {HTMLElement} node */
  #insert(wanted, node) {
    // Newer than the log so far: the event that made it so is still to come and must not be taken for known.
    Object.assign(node.dataset, { version: String(wanted.version), position: wanted.position });
    prepareCard(node, this.page.me.id);
    placeCard(node, wanted.columnId, wanted.position);
  }
}
