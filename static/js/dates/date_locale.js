/** The locale in which dates are written: the reader's, or the language of the page for those who chose ISO 8601. */

import { formatLocale, language } from "../page/i18n.js";

export function dateLocale() {
  const locale = formatLocale();
  return locale === "iso" ? language() : locale;
}

/** @param {Date | number} date @param {Intl.DateTimeFormatOptions} options */
export function formatDate(date, options) {
  return new Intl.DateTimeFormat(dateLocale(), options).format(date);
}
