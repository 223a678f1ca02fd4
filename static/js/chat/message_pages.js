/** Fetches pages of messages and search results as rendered HTML. */

import { request as fetchOwn } from "../page/requests.js";
import { trusted } from "../page/trusted_html.js";

/** @typedef {{ items: HTMLElement[], before: boolean, after: boolean }} Page */

export class MessagePages {
  /** @param {string} projectUrl */
  constructor(projectUrl) {
    this.url = `${projectUrl}/messages`;
  }

  /**
   * Fetches a page, oldest message first. `before` and `after` of the result tell if there are more on that side.
   * @param {Record<string, string>} [where] before, after or around a message id; empty for the newest
   * @returns {Promise<Page>}
   */
  async page(where = {}) {
    const response = await request(`${this.url}?${new URLSearchParams(where)}`);
    const goesOn = (/** @type {string} */ name) => response.headers.get(name) === "1";
    return { items: nodes(await response.text()), before: goesOn("X-More-Before"), after: goesOn("X-More-After") };
  }

  /** @param {Record<string, string>} query @returns {Promise<HTMLElement[]>} */
  async search(query) {
    return nodes(await (await request(`${this.url}/search?${new URLSearchParams(query)}`)).text());
  }
}

/** @param {string} url */
async function request(url) {
  const response = await fetchOwn(url);
  if (!response.ok) throw new Error(`${response.status}`);
  return response;
}

/** @param {string} html */
function nodes(html) {
  return /** @type {HTMLElement[]} */ ([...document.importNode(trusted(html), true).children]);
}
