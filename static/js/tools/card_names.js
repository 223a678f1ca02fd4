/** The name of a card in notices: "WEB-42", or its quoted title while it has no number. Never empty. */

import { gettext } from "../page/i18n.js";
import { findCard } from "../board/dom/placement.js";
import { cardTitle } from "../board/dom/queries.js";

/**
 * @param {string} id
 * @param {{ key?: string, title?: string }} [known] what a command or an answer says of a card that the page may not show
 */
export function nameOfCard(id, { key, title } = {}) {
  const card = findCard(id);
  const sheet = document.querySelector(`#card-dialog [data-card="${CSS.escape(id)}"]`);
  const number = textOf(card, ".card__id") || textOf(sheet, ".sheet__key") || key;
  if (number) return number;
  const words = (card && cardTitle(card)) || title || textOf(sheet, "#card-title");
  return words ? `“${words}”` : gettext("A card");
}

/** @param {Element | null} node @param {string} selector */
function textOf(node, selector) {
  return node?.querySelector(selector)?.textContent?.trim() ?? "";
}
