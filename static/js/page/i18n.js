/** Translations from Django's catalogue, or English without one. */

/** @param {string} text */
export function gettext(text) {
  return globalThis.gettext ? globalThis.gettext(text) : text;
}

/** @param {string} one @param {string} many @param {number} count */
export function ngettext(one, many, count) {
  if (globalThis.ngettext) return globalThis.ngettext(one, many, count);
  return count === 1 ? one : many;
}

/**
 * Fills placeholders: "%(name)s moved it" with {name: "Dina"}. Missing values leave their placeholder.
 * @param {string} text @param {Record<string, unknown>} values
 */
export function fill(text, values) {
  return text.replace(/%\((\w+)\)s/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

export function language() {
  return globalThis.document?.documentElement.lang || "en";
}
