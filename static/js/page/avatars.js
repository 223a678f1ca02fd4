/** Copies members' avatars from the page's `#avatars` template. */

/** @param {string} userId @param {string} [size] @returns {HTMLElement | null} */
export function avatarOf(userId, size = "av--md") {
  const all = /** @type {HTMLTemplateElement | null} */ (document.getElementById("avatars"));
  const model = all?.content.querySelector(`[data-user="${userId}"]`);
  if (!model) return null;
  const avatar = /** @type {HTMLElement} */ (document.importNode(model, true));
  avatar.className = `av ${size}`;
  return avatar;
}
