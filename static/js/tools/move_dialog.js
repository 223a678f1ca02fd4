/** The "Move to…" dialog: two select fields, for screen readers, switch devices and voice control. */

import { announce } from "../page/announce.js";
import { fill, gettext } from "../page/i18n.js";
import { moveCard } from "../board/commands/cards.js";
import { cardsIn, columnNode, columnOf, columnsOf, listOf, sentinelOf, columnName, placeOf, cardTitle } from "../board/dom/queries.js";
import { focusCardById } from "../board/input/focus.js";
import { describePlace } from "../board/input/keyboard_drag.js";
import { formatCardCount, updateCards } from "./bulk.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */

const BOTTOM = "bottom";

/** @param {BoardPage} page @param {HTMLElement} card */
export function openMoveDialog(page, card) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("move-dialog"));
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  const { column, position } = fields(form);
  setTitle(dialog, `${card.querySelector(".card__id")?.textContent ?? ""} ${cardTitle(card)}`.trim());
  togglePositions(position, true);
  column.replaceChildren(...columnsOf(page.root).map((each) => new Option(columnName(each), each.dataset.id)));
  column.value = columnOf(card)?.dataset.id ?? "";
  fillPositions(position, column.value, card);
  column.onchange = () => fillPositions(position, column.value, card);
  form.onsubmit = () => move(page, card, column.value, position.value);
  dialog.onclose = () => focusCardById(card.dataset.id ?? "");
  dialog.showModal();
}

/**
 * Opens the dialog for several cards, which go to the end of a column.
 * @param {BoardPage} page
 * @param {string[]} ids
 * @param {HTMLElement | null} home the column that all of them are in, if there is one
 */
export function openMoveManyDialog(page, ids, home) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("move-dialog"));
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  const { column, position } = fields(form);
  const others = columnsOf(page.root).filter((each) => each !== home);
  if (!ids.length || !others.length) return;
  setTitle(dialog, formatCardCount(ids.length));
  column.replaceChildren(...others.map((each) => new Option(columnName(each), each.dataset.id)));
  togglePositions(position, false);
  form.onsubmit = () => updateCards(page, ids, { columnId: column.value });
  dialog.onclose = () => focusCardById(ids[0]);
  dialog.showModal();
}

/** @param {HTMLElement} dialog @param {string} text */
function setTitle(dialog, text) {
  const title = dialog.querySelector("[data-title]");
  if (title) title.textContent = text;
}

/** @param {HTMLSelectElement} position @param {boolean} shown */
function togglePositions(position, shown) {
  const field = /** @type {HTMLElement | null} */ (position.closest(".field"));
  if (field) field.hidden = !shown;
}

/** @param {BoardPage} page @param {HTMLElement} card @param {string} columnId @param {string} choice */
function move(page, card, columnId, choice) {
  const from = placeOf(card);
  const id = card.dataset.id ?? "";
  if (choice === BOTTOM) moveCard(page, id, columnId, undefined);
  else if (columnId !== from.columnId || (choice || null) !== from.after) moveCard(page, id, columnId, choice || null);
  if (card.isConnected) announce(fill(gettext("%(card)s moved. %(place)s."), { card: cardTitle(card), place: describePlace(card) }));
}

/**
 * Fills the positions. The value is the card above; "" is the top.
 * @param {HTMLSelectElement} select
 * @param {string} columnId
 * @param {HTMLElement} card
 */
function fillPositions(select, columnId, card) {
  const list = listOf(/** @type {HTMLElement} */ (columnNode(columnId)));
  const others = cardsIn(list).filter((other) => other !== card);
  const places = others.map(
    (other, i) => new Option(fill(gettext("%(n)s — below %(card)s"), { n: i + 2, card: cardTitle(other) }), other.dataset.id),
  );
  const bottom = sentinelOf(list) || others.length ? [new Option(gettext("Bottom"), BOTTOM)] : [];
  select.replaceChildren(new Option(gettext("1 — top"), ""), ...places, ...bottom);
  const at = placeOf(card);
  select.value = at.columnId === columnId ? (at.after ?? "") : "";
}

/** @param {HTMLFormElement} form */
function fields(form) {
  const named = (/** @type {string} */ name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(name));
  return { column: named("column"), position: named("position") };
}
