/** The selected cards: marked by a class and a description, and counted in the selection bar. */

import { announce } from "../page/announce.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { cardNode, cardOf, columnOf, cardsIn, cardTitle } from "../board/dom/queries.js";
import { findCard } from "../board/dom/placement.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */

export class Selection {
  /** @type {Set<string>} */
  #ids = new Set();
  /** The card that a range begins at. */
  #anchor = "";

  /** @param {BoardPage} page */
  constructor(page) {
    this.page = page;
    this.bar = /** @type {HTMLElement} */ (document.getElementById("many"));
    page.root.addEventListener("kr:event", (event) => this.#onEvent(/** @type {CustomEvent} */ (event).detail.event));
    for (const type of ["kr:resync", "kr:failed"]) page.root.addEventListener(type, () => this.draw());
  }

  /** The selected cards in board order. @returns {string[]} */
  get ids() {
    const cards = /** @type {NodeListOf<HTMLElement>} */ (this.page.root.querySelectorAll(".card.is-selected"));
    return [...cards].map((card) => card.dataset.id ?? "");
  }

  /** @param {HTMLElement} card */
  has(card) {
    return this.#ids.has(card.dataset.id ?? "");
  }

  get any() {
    return this.#ids.size > 0;
  }

  /** @param {HTMLElement} card */
  toggle(card) {
    this.#anchor = card.dataset.id ?? "";
    const on = !this.#ids.delete(this.#anchor);
    if (on) this.#ids.add(this.#anchor);
    this.draw();
    const words = on ? gettext("%(card)s selected. %(count)s.") : gettext("%(card)s no longer selected. %(count)s.");
    announce(fill(words, { card: cardTitle(card), count: this.countText }));
  }

  /** Selects the range from the last selected card to this one. In another column only this card is added. @param {HTMLElement} card */
  extend(card) {
    const list = /** @type {HTMLElement} */ (card.parentElement);
    const cards = cardsIn(list).filter((each) => each.checkVisibility?.() ?? true);
    const from = cards.findIndex((each) => each.dataset.id === this.#anchor);
    const to = cards.indexOf(card);
    const range = from < 0 ? [card] : cards.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.add(range);
    if (from < 0) this.#anchor = card.dataset.id ?? "";
  }

  /** @param {HTMLElement[]} cards */
  add(cards) {
    for (const card of cards) this.#ids.add(card.dataset.id ?? "");
    this.draw();
    announce(this.countText);
  }

  /** @param {HTMLElement} card */
  remove(card) {
    this.#ids.delete(card.dataset.id ?? "");
    this.draw();
    announce(this.countText);
  }

  clear() {
    const focused = this.bar.contains(document.activeElement);
    const last = cardNode(this.#anchor);
    this.#ids.clear();
    this.draw();
    announce(this.countText);
    if (focused) last?.focus();
  }

  get countText() {
    const n = this.ids.length;
    return n ? fill(ngettext("%(n)s card selected", "%(n)s cards selected", n), { n }) : gettext("No cards selected");
  }

  /** Marks the selected cards again: a restored card is a new node, and a patch removes the marks. */
  draw() {
    const { root } = this.page;
    for (const card of root.querySelectorAll(".card.is-selected")) {
      if (!this.#ids.has(/** @type {HTMLElement} */ (card).dataset.id ?? "")) mark(card, false);
    }
    for (const id of this.#ids) {
      const card = cardNode(id);
      if (card) mark(card, true);
    }
    const n = root.getElementsByClassName("is-selected").length;
    root.classList.toggle("has-selected", n > 0);
    document.documentElement.toggleAttribute("data-selected", n > 0);
    this.bar.hidden = !n;
    const count = this.bar.querySelector("[data-count]");
    if (count) count.textContent = this.countText;
  }

  /** @param {import("../types").LoggedEvent} event */
  #onEvent({ type, payload }) {
    if (!this.any || !type.startsWith("card.")) return;
    if (payload.archivedAt || type === "card.deleted") this.#forget(payload.id);
    this.draw();
  }

  /** Deselects a card that left the board. @param {string} id */
  #forget(id) {
    const card = findCard(id);
    this.#ids.delete(id);
    if (card) mark(card, false);
  }
}

/** @param {Element} card @param {boolean} on */
function mark(card, on) {
  card.classList.toggle("is-selected", on);
  if (on) card.setAttribute("aria-description", gettext("Selected"));
  else card.removeAttribute("aria-description");
}

/** The card that an event targets, unless it targets a control in the card. @param {Event} event @returns {HTMLElement | null} */
export function targetCard({ target }) {
  const card = target instanceof Element && !target.closest("[data-action], input, textarea") ? cardOf(target) : null;
  return card && columnOf(card) ? card : null;
}
