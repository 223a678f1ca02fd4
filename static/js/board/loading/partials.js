/** Pieces of the board fetched when needed: one card, the next cards of a column, the whole page anew. */

import { setUserHTML, trusted, trustedElement, trustedPage } from "../../page/trusted_html.js";

/** @typedef {{ columnId: string | null, position: string, version: number, number: number }} CardLocation */

export class Partials {
  /** @param {string} projectUrl "/projects/<id>" */
  constructor(projectUrl) {
    this.projectUrl = projectUrl;
    /** Pieces asked for and not yet put in: until then the log may know better than they. */
    this.activeRequests = 0;
    /** Where cards went that are not in the page, while something is under way that may not know it. @type {Map<string, CardLocation>} */
    this.movedCards = new Map();
  }

  /** @param {string} cardId @param {CardLocation} whereabouts */
  noteMove(cardId, whereabouts) {
    if (this.activeRequests) this.movedCards.set(cardId, whereabouts);
  }

  beginRequest() {
    this.activeRequests += 1;
  }

  /** Put in, or given up. What nothing can contradict any more is forgotten. */
  endRequest() {
    this.activeRequests -= 1;
    if (!this.activeRequests) this.movedCards.clear();
  }

  /** @param {number} number @returns {Promise<HTMLElement | null>} null when there is none */
  async card(number) {
    try {
      return trustedElement(await this.#text(`${this.projectUrl}/cards/${number}/face`));
    } catch (error) {
      if (/** @type {Error} */ (error).message === "404") return null;
      throw error;
    }
  }

  /** @param {string} url @param {string} after @param {number} limit @returns {Promise<HTMLElement[]>} */
  async nextCards(url, after, limit) {
    const fragment = trusted(await this.#text(`${url}?${new URLSearchParams({ after, limit: String(limit) })}`));
    return /** @type {HTMLElement[]} */ ([...document.importNode(fragment, true).children]);
  }

  async page() {
    return trustedPage(await this.#text(this.projectUrl));
  }

  /** @param {number} number @param {number} [comments] how many of its comments */
  async cardDialog(number, comments = 0) {
    const content = trusted(await this.#text(`${this.projectUrl}/cards/${number}/dialog?comments=${comments}`));
    for (const prose of content.querySelectorAll(".prose")) await setUserHTML(prose, /** @type {Element} */ (prose.cloneNode(true)));
    return document.importNode(content, true);
  }

  /** @param {string} url */
  async #text(url) {
    const response = await fetch(url, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });
    if (!response.ok) throw new Error(`${response.status}`);
    return response.text();
  }
}
