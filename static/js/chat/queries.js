/** Queries on the chat's DOM. */

/** Finds an element that the template always has. @param {ParentNode} root @param {string} selector @returns {HTMLElement} */
export function find(root, selector) {
  return /** @type {HTMLElement} */ (root.querySelector(selector));
}
