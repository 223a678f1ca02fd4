/** Card nodes: created from the page's template, and completed with what only this page knows. */

import { formatTimes } from "../../page/time.js";
import { findCard } from "./placement.js";
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

/** Creates a card with a title from the page's template, until the server's HTML arrives. @param {string} id @param {string} title */
export function cardFromTemplate(id, title) {
  const blank = /** @type {HTMLTemplateElement} */ (document.getElementById("card-blank"));
  const card = /** @type {HTMLElement} */ (document.importNode(blank.content, true).firstElementChild);
  card.id = `card-${id}`;
  Object.assign(card.dataset, { id, version: "0", position: "" });
  card.tabIndex = -1;
  setCardTitle(card, title);
  cardLink(card).removeAttribute("href");
  return card;
}

/** @param {HTMLElement} card @param {string} title */
export function setCardTitle(card, title) {
  const link = cardLink(card);
  if (link.textContent?.trim() !== title) link.textContent = title;
}

/** "WEB-42", or the quoted title before the card has a number. @param {string} id @param {string} title */
export function cardLabel(id, title) {
  return findCard(id)?.querySelector(".card__id")?.textContent?.trim() || `“${title}”`;
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
