/** Fetches activity entries as rendered HTML. */

import { request } from "../page/requests.js";
import { trusted } from "../page/trusted_html.js";

/**
 * @param {string} url
 * @param {URLSearchParams} query
 * @returns {Promise<{ items: HTMLElement[], more: boolean }>} rejects with the HTTP status as message
 */
export async function fetchEntries(url, query) {
  const response = await request(`${url}?${query}`);
  if (!response.ok) throw new Error(`${response.status}`);
  const nodes = document.importNode(trusted(await response.text()), true).children;
  return { items: /** @type {HTMLElement[]} */ ([...nodes]), more: response.headers.get("X-More") === "1" };
}
