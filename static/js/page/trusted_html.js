/** The only two doors by which HTML text becomes nodes: the server's own fragments, and users' text through DOMPurify. */

/** @typedef {{ createHTML(html: string): any }} Policy */

/** @type {Policy | null} */
let policy = null;

/** Nodes of a fragment that our server rendered. @param {string} html @returns {DocumentFragment} */
export function trusted(html) {
  const template = document.createElement("template");
  // eslint-disable-next-line no-restricted-properties -- the one sink for the server's fragments
  template.innerHTML = htmlPolicy().createHTML(html);
  return template.content;
}

/** The first element of a server fragment. @param {string} html @returns {HTMLElement | null} */
export function trustedElement(html) {
  return /** @type {HTMLElement | null} */ (document.importNode(trusted(html), true).firstElementChild);
}

/** A whole page of ours, parsed and not run. @param {string} html @returns {Document} */
export function trustedPage(html) {
  return new DOMParser().parseFromString(htmlPolicy().createHTML(html), "text/html");
}

/** HTML that a user had a hand in, as text or as nodes that are not in a page yet. @param {Element} element @param {string | Element} html */
export async function setUserHTML(element, html) {
  const { default: DOMPurify } = await import("../../vendor/dompurify/purify.es.mjs");
  const clean = DOMPurify.sanitize(html, { RETURN_DOM_FRAGMENT: true });
  // An element is given for what is in it; a text is the content itself.
  const content = typeof html === "string" ? clean : clean.firstElementChild;
  element.replaceChildren(...(content?.childNodes ?? []));
}

/** @returns {Policy} */
function htmlPolicy() {
  const rules = { createHTML: (/** @type {string} */ html) => html };
  policy ??= window.trustedTypes?.createPolicy("kr", rules) ?? rules;
  return /** @type {Policy} */ (policy);
}
