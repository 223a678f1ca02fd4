/** Fetches rendered parts of the board: one card, the next cards of a column, a card dialog, the whole page. */

import { request } from "../../page/requests.js";
import { setUserHTML, trusted, trustedElement, trustedPage } from "../../page/trusted_html.js";

/** @typedef {{ columnId: string | null, position: string, version: number, number: number }} CardLocation */

export class Partials {
  /** @param {string} projectUrl "/projects/<id>" */
  constructor(projectUrl) {
    this.projectUrl = projectUrl;
    /** Requests whose response is not inserted yet. Events in between may be newer than the response. */
    this.activeRequests = 0;
    /** Places of cards that moved outside the page during a request. @type {Map<string, CardLocation>} */
    this.movedCards = new Map();
  }

  /** @param {string} cardId @param {CardLocation} whereabouts */
  noteMove(cardId, whereabouts) {
    if (this.activeRequests) this.movedCards.set(cardId, whereabouts);
  }

  beginRequest() {
    this.activeRequests += 1;
  }

  /** Ends a request. After the last one the noted moves are not needed any more. */
  endRequest() {
    this.activeRequests -= 1;
    if (!this.activeRequests) this.movedCards.clear();
  }

  /** @param {number} number @returns {Promise<HTMLElement | null>} null if the card does not exist */
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

  /** @param {number} number @param {number | string} [comments] number of comments to show, or `0&comment=` and the oldest one */
  async cardDialog(number, comments = 0) {
    const content = trusted(await this.#text(`${this.projectUrl}/cards/${number}/dialog?comments=${comments}`));
    for (const prose of content.querySelectorAll(".prose")) await setUserHTML(prose, /** @type {Element} */ (prose.cloneNode(true)));
    return document.importNode(content, true);
  }

  /** @param {string} url */
  async #text(url) {
    const response = await request(url);
    if (!response.ok) throw new Error(`${response.status}`);
    return response.text();
  }
}
