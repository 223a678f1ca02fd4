/** Translations from Django's catalogue, or English without one. */

/** Letters and numbers that run to the left, and the marks that turn the direction; of scripts beyond U+FFFF their first halves. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ud802\ud803\ud83a\ud83b\ufb1d-\ufdff\ufe70-\ufefc]/;

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
  return text.replace(/%\((\w+)\)s/g, (whole, key) => (key in values ? isolate(String(values[key])) : whole));
}

/** Keeps a text from right to left from moving the words around it, in sentences that have no elements. @param {string} text */
export function isolate(text) {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

export function language() {
  return globalThis.document?.documentElement.lang || "en";
}

/**
 * The locale of dates and numbers: the choice of the profile, which may be "iso", else the language of the page with the
 * browser's region. English of a region that has none of its own is that of Britain.
 */
export function formatLocale(lang = language()) {
  const { formats } = globalThis.document?.documentElement.dataset ?? {};
  if (formats) return formats;
  const region = regionOf(globalThis.navigator?.languages?.[0] ?? lang);
  const locale = `${lang}-${region}`;
  return region !== "US" && new Intl.DateTimeFormat(locale).resolvedOptions().locale === "en" ? "en-GB" : locale;
}

/** @param {string} tag such as "en-GB"; plain "en" is American */
function regionOf(tag) {
  return /(?<=-)[A-Z]{2}\b/.exec(tag)?.[0] ?? new Intl.Locale(/^[a-z]{2,3}\b/.exec(tag)?.[0] ?? "en").maximize().region;
}
