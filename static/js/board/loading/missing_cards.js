/** Cards that belong into the page and are missing: fetched one by one, and placed where the log says at that time. */

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

  /** Are there cards that are counted but not shown yet? */
  get waiting() {
    return this.#wanted.size > 0;
  }

  /** @param {MissingCard} card */
  fetch(card) {
    const known = this.#wanted.has(card.id);
    this.#wanted.set(card.id, card);
    // After the other events of this batch, which may have moved the card away again.
    if (!known) queueMicrotask(() => this.#request(card.id, TRIES));
  }

  /** The card is not needed any more. @param {string} id */
  forget(id) {
    this.#wanted.delete(id);
  }

  /** Requests all missing cards again, after a reconnect. */
  retry() {
    for (const id of this.#wanted.keys()) this.#request(id, TRIES);
  }

  /** Fetches a card's HTML again, after a change that only the server can render. @param {HTMLElement} card */
  async refresh(card) {
    const fresh = await this.page.partials.card(Number(card.dataset.number)).catch(() => null);
    this.page.dragPause.run(() => { if (fresh) this.replace(card, fresh); });
  }

  /**
   * Refreshes cards that changed without a new version, from the event's HTML or by a request.
   * @param {string[]} ids
   * @param {string} [html]
   */
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

  /** Patches a card in the page with rendered HTML. @param {HTMLElement} card @param {HTMLElement} fresh */
  replace(card, fresh) {
    if (!card.isConnected || Number(fresh.dataset.version) < Number(card.dataset.version)) return;
    // Position and version come from events only.
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
      // Offline: the card stays missing until the page has joined its room again.
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
    // The HTML may be newer than the last event. Its version is set back, so that the coming event still applies.
    Object.assign(node.dataset, { version: String(wanted.version), position: wanted.position });
    prepareCard(node, this.page.me.id);
    placeCard(node, wanted.columnId, wanted.position);
  }
}
