/** Card nodes: created from the page's template, and completed with what only this page knows. */

import { fill, gettext } from "../../page/i18n.js";
import { formatTimes } from "../../page/time.js";
import { cardLink } from "./queries.js";

const INNER = "a, button";
const FLASH_MS = 1_600;

/** Completes a new or changed node: times, the user's own cards, the Tab order. @param {HTMLElement} card @param {string} me */
export function prepareCard(card, me) {
  formatTimes(card);
  card.classList.toggle("is-mine", (card.dataset.assignees ?? "").split(" ").includes(me));
  // One card per board is a Tab stop, and arrows move the focus. Links and buttons of the focused card are Tab stops too.
  const open = card.tabIndex === 0 ? "0" : "-1";
  for (const inner of card.querySelectorAll(INNER)) inner.setAttribute("tabindex", open);
}

/** Creates a card without a title from the page's template, until the server's HTML arrives. @param {string} id */
export function cardFromTemplate(id) {
  const blank = /** @type {HTMLTemplateElement} */ (document.getElementById("card-blank"));
  const card = /** @type {HTMLElement} */ (document.importNode(blank.content, true).firstElementChild);
  card.id = `card-${id}`;
  Object.assign(card.dataset, { id, version: "0", position: "" });
  card.tabIndex = -1;
  // Without an address it would be no link for a keyboard or a screen reader.
  cardLink(card).href = "#";
  return card;
}

/** Names the menu of a card that has no number yet. @param {HTMLElement} card @param {string} name */
export function nameMenu(card, name) {
  card.querySelector("[data-action=card-menu]")?.setAttribute("aria-label", fill(gettext("Menu of %(name)s"), { name }));
}

/** @param {HTMLElement} card @param {string} title */
export function setCardTitle(card, title) {
  const link = cardLink(card);
  if (link.textContent?.trim() !== title) link.textContent = title;
}

/**
 * Sets the fields of a response or a move, which carry no HTML.
 * @param {HTMLElement} card
 * @param {import("../../types").Card} facts
 * @param {string} projectUrl
 */
export function setCardFacts(card, facts, projectUrl) {
  Object.assign(card.dataset, { version: String(facts.version), position: facts.position, number: String(facts.number) });
  cardLink(card).href = `${projectUrl}/cards/${facts.number}`;
  const id = card.querySelector(".card__id");
  if (id && facts.key && !id.textContent?.trim()) id.textContent = facts.key;
}

/** Adds a class for the time of its animation. @param {Element} node @param {"is-new" | "is-rejected" | "is-spotlit"} state */
export function flash(node, state, ms = state === "is-rejected" ? 600 : FLASH_MS) {
  node.classList.remove(state);
  requestAnimationFrame(() => node.classList.add(state));
  setTimeout(() => node.classList.remove(state), ms + 100);
}
