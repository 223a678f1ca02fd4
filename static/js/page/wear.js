/** Stylesheets that waited for the first paint (`{% later_styles %}`). */

/** @param {string} name */
export function wear(name) {
  const link = /** @type {HTMLLinkElement | null} */ (document.querySelector(`link[data-later="${name}"]`));
  if (link) link.media = "all";
}
