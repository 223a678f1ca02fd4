/** The only two ways from HTML text to nodes: rendered HTML through the Trusted Types policy, and users' HTML through DOMPurify. */

/** @typedef {{ createHTML(html: string): any }} Policy */

/** @type {Policy | null} */
let policy = null;

/** Parses HTML that the server rendered. @param {string} html @returns {DocumentFragment} */
export function trusted(html) {
  const template = document.createElement("template");
  // eslint-disable-next-line no-restricted-properties -- the one sink for the server's fragments
  template.innerHTML = htmlPolicy().createHTML(html);
  return template.content;
}

/** The first element of rendered HTML. @param {string} html @returns {HTMLElement | null} */
export function trustedElement(html) {
  return /** @type {HTMLElement | null} */ (document.importNode(trusted(html), true).firstElementChild);
}

/** Parses a whole rendered page without running it. @param {string} html @returns {Document} */
export function trustedPage(html) {
  return new DOMParser().parseFromString(htmlPolicy().createHTML(html), "text/html");
}

/**
 * Sanitizes HTML with user content, given as text or as detached nodes, and inserts it.
 * @param {Element} element
 * @param {string | Element} html
 */
export async function setUserHTML(element, html) {
  const { default: DOMPurify } = await import("../../vendor/dompurify/purify.es.mjs");
  const clean = DOMPurify.sanitize(html, { RETURN_DOM_FRAGMENT: true });
  // Of an element the children are used; a text is the content itself.
  const content = typeof html === "string" ? clean : clean.firstElementChild;
  element.replaceChildren(...(content?.childNodes ?? []));
}

/** @returns {Policy} */
function htmlPolicy() {
  const rules = { createHTML: (/** @type {string} */ html) => html };
  policy ??= window.trustedTypes?.createPolicy("kr", rules) ?? rules;
  return /** @type {Policy} */ (policy);
}
