/** Moves a card by keyboard: Space lifts and drops it, arrows move it, Esc cancels. One command is sent, at the drop. */

import { announce } from "../../page/announce.js";
import { fill, gettext } from "../../page/i18n.js";
import { cardsIn, columnOf, columnsOf, listOf, columnName, placeOf, cardTitle } from "../dom/queries.js";
import { shownCount } from "../dom/counts.js";
import { visibleCards } from "./focus.js";
import { startDrag, dropCard, endDrag } from "./drop.js";
import { endOfCards, insertAfter, moveNode } from "../dom/placement.js";

/** @typedef {import("../page").BoardPage} BoardPage */

export class KeyboardDrag {
  /** @type {HTMLElement | null} */
  card = null;
  #from = { columnId: "", after: /** @type {string | null} */ (null) };
  #moving = false;

  /** @param {BoardPage} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {HTMLElement} card */
  start(card) {
    this.card = card;
    this.#from = placeOf(card);
    startDrag(this.page, card);
    card.classList.add("is-lifted");
    announce(
      fill(gettext("Picked up %(card)s. %(place)s. Arrow keys to move, Space to drop, Escape to cancel."), {
        card: cardTitle(card),
        place: describePlace(card),
      }),
    );
  }

  /** @param {string} key an arrow, Home or End */
  move(key) {
    const card = /** @type {HTMLElement} */ (this.card);
    this.#moving = true;
    if (key === "ArrowLeft" || key === "ArrowRight") this.#moveToColumn(card, key === "ArrowLeft" ? -1 : 1);
    else moveInColumn(card, key);
    this.#moving = false;
    card.focus({ preventScroll: true });
    card.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    announce(describePlace(card));
  }

  drop() {
    const card = this.#end();
    const { title, place } = { title: cardTitle(card), place: describePlace(card) };
    dropCard(this.page, card, this.#from);
    endDrag(this.page);
    announce(fill(gettext("Dropped %(card)s. %(place)s."), { card: title, place }));
  }

  cancel() {
    const card = this.#end();
    const home = document.getElementById(`column-${this.#from.columnId}`);
    if (home) insertAfter(listOf(home), card, this.#from.after);
    endDrag(this.page);
    announce(fill(gettext("%(card)s was put back."), { card: cardTitle(card) }));
  }

  /** Cancels the drag when the focus leaves the card. @param {FocusEvent} event */
  onFocusOut(event) {
    if (!this.card || this.#moving || event.target !== this.card) return;
    // If another window came to the front, the card is still the active element here.
    if (document.activeElement !== this.card) this.cancel();
  }

  /** @param {HTMLElement} card @param {-1 | 1} step */
  #moveToColumn(card, step) {
    const columns = columnsOf(this.page.root);
    const column = /** @type {HTMLElement} */ (columnOf(card));
    const to = columns[columns.indexOf(column) + step];
    if (!to) return;
    const at = visibleCards(column).indexOf(card);
    const list = listOf(to);
    moveNode(list, card, visibleCards(to)[at] ?? endOfCards(list));
  }

  #end() {
    const card = /** @type {HTMLElement} */ (this.card);
    this.card = null;
    card.classList.remove("is-lifted");
    return card;
  }
}

/** "In progress, 2 of 5". @param {HTMLElement} card */
export function describePlace(card) {
  const column = /** @type {HTMLElement} */ (columnOf(card));
  const cards = cardsIn(listOf(column));
  const all = Math.max(cards.length, shownCount(column));
  const { refuses } = column.dataset;
  return (
    (refuses ? `${refuses}. ` : "") +
    fill(gettext("%(column)s, %(n)s of %(total)s"), { column: columnName(column), n: cards.indexOf(card) + 1, total: all })
  );
}

/** @param {HTMLElement} card @param {string} key */
function moveInColumn(card, key) {
  const list = /** @type {HTMLElement} */ (card.parentElement);
  const cards = visibleCards(/** @type {HTMLElement} */ (columnOf(card)));
  const at = cards.indexOf(card);
  const end = endOfCards(list);
  if (key === "Home") moveNode(list, card, cards[0] === card ? card.nextElementSibling : cards[0]);
  else if (key === "End") moveNode(list, card, end);
  else if (key === "ArrowUp" && at > 0) moveNode(list, card, cards[at - 1]);
  else if (key === "ArrowDown" && at < cards.length - 1) moveNode(list, card, cards[at + 2] ?? end);
}
