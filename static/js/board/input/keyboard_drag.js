/** Moving a card by keyboard: Space lifts, arrows carry it, Space drops, Esc puts it back. One command is sent, at the drop. */

import { announce } from "../../page/announce.js";
import { fill, gettext } from "../../page/i18n.js";
import { cardsIn, columnOf, columnsOf, listOf, nameOf, placeOf, titleOf } from "../dom/queries.js";
import { shownTotal } from "../dom/counts.js";
import { shownIn } from "./focus.js";
import { carry, dropCard, putDown } from "./drop.js";
import { endSlot, putAfter, putBefore } from "../dom/placement.js";

/** @typedef {import("../page").BoardPage} BoardPage */

export class Lift {
  /** @type {HTMLElement | null} */
  card = null;
  #from = { columnId: "", after: /** @type {string | null} */ (null) };
  #carrying = false;

  /** @param {BoardPage} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {HTMLElement} card */
  up(card) {
    this.card = card;
    this.#from = placeOf(card);
    carry(this.page, card);
    card.classList.add("is-lifted");
    announce(fill(gettext("Lifted %(card)s. %(place)s. Arrow keys move, Space drops, Escape cancels."), { card: titleOf(card), place: placeWords(card) }));
  }

  /** @param {string} key an arrow, Home or End */
  carry(key) {
    const card = /** @type {HTMLElement} */ (this.card);
    this.#carrying = true;
    if (key === "ArrowLeft" || key === "ArrowRight") this.#sideways(card, key === "ArrowLeft" ? -1 : 1);
    else upOrDown(card, key);
    this.#carrying = false;
    card.focus({ preventScroll: true });
    card.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    announce(placeWords(card));
  }

  drop() {
    const card = this.#end();
    const { title, place } = { title: titleOf(card), place: placeWords(card) };
    dropCard(this.page, card, this.#from);
    putDown(this.page);
    announce(fill(gettext("Dropped %(card)s. %(place)s."), { card: title, place }));
  }

  cancel() {
    const card = this.#end();
    const home = document.getElementById(`column-${this.#from.columnId}`);
    if (home) putAfter(listOf(home), card, this.#from.after);
    putDown(this.page);
    announce(fill(gettext("%(card)s was put back."), { card: titleOf(card) }));
  }

  /** The focus went elsewhere: nobody carries it any more. @param {FocusEvent} event */
  left(event) {
    if (!this.card || this.#carrying || event.target !== this.card) return;
    // Another window came to the front: the card still has the focus here.
    if (document.activeElement !== this.card) this.cancel();
  }

  /** @param {HTMLElement} card @param {-1 | 1} step */
  #sideways(card, step) {
    const columns = columnsOf(this.page.root);
    const column = /** @type {HTMLElement} */ (columnOf(card));
    const to = columns[columns.indexOf(column) + step];
    if (!to) return;
    const at = shownIn(column).indexOf(card);
    const list = listOf(to);
    putBefore(list, card, shownIn(to)[at] ?? endSlot(list));
  }

  #end() {
    const card = /** @type {HTMLElement} */ (this.card);
    this.card = null;
    card.classList.remove("is-lifted");
    return card;
  }
}

/** "In progress, 2 of 5". @param {HTMLElement} card */
export function placeWords(card) {
  const column = /** @type {HTMLElement} */ (columnOf(card));
  const cards = cardsIn(listOf(column));
  const all = Math.max(cards.length, shownTotal(column));
  const { refuses } = column.dataset;
  return (refuses ? `${refuses}. ` : "") + fill(gettext("%(column)s, %(n)s of %(total)s"), { column: nameOf(column), n: cards.indexOf(card) + 1, total: all });
}

/** @param {HTMLElement} card @param {string} key */
function upOrDown(card, key) {
  const list = /** @type {HTMLElement} */ (card.parentElement);
  const cards = shownIn(/** @type {HTMLElement} */ (columnOf(card)));
  const at = cards.indexOf(card);
  const end = endSlot(list);
  if (key === "Home") putBefore(list, card, cards[0] === card ? card.nextElementSibling : cards[0]);
  else if (key === "End") putBefore(list, card, end);
  else if (key === "ArrowUp" && at > 0) putBefore(list, card, cards[at - 1]);
  else if (key === "ArrowDown" && at < cards.length - 1) putBefore(list, card, cards[at + 2] ?? end);
}
