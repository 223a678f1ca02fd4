/** "Move to…": two lists, for screen readers in browse mode, switches and voice. */

import { announce } from "../page/announce.js";
import { fill, gettext } from "../page/i18n.js";
import { callIt, moveCard, placeOf } from "./commands.js";
import { cardsIn, columnNode, columnOf, columnsOf, listOf, moreOf, nameOf, titleOf } from "./dom.js";
import { returnTo } from "./focus.js";
import { placeWords } from "./lift.js";

/** @typedef {import("./page").BoardPage} BoardPage */

const BOTTOM = "bottom";

/** @param {BoardPage} page @param {HTMLElement} card */
export function openMoveDialog(page, card) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("move-dialog"));
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  const { column, position } = fields(form);
  const title = dialog.querySelector("[data-title]");
  if (title) title.textContent = `${callIt(card.dataset.id ?? "", "")} ${titleOf(card)}`.trim();
  column.replaceChildren(...columnsOf(page.root).map((each) => new Option(nameOf(each), each.dataset.id)));
  column.value = columnOf(card)?.dataset.id ?? "";
  offerPlaces(position, column.value, card);
  column.onchange = () => offerPlaces(position, column.value, card);
  form.onsubmit = () => go(page, card, column.value, position.value);
  dialog.onclose = () => returnTo(card.dataset.id ?? "");
  dialog.showModal();
}

/** @param {BoardPage} page @param {HTMLElement} card @param {string} columnId @param {string} choice */
function go(page, card, columnId, choice) {
  const from = placeOf(card);
  const id = card.dataset.id ?? "";
  if (choice === BOTTOM) moveCard(page, id, columnId, undefined, from);
  else if (columnId !== from.columnId || (choice || null) !== from.after) moveCard(page, id, columnId, choice || null, from);
  if (card.isConnected) announce(fill(gettext("%(card)s moved. %(place)s."), { card: titleOf(card), place: placeWords(card) }));
}

/** The value is the card to be below; "" the top. @param {HTMLSelectElement} select @param {string} columnId @param {HTMLElement} card */
function offerPlaces(select, columnId, card) {
  const list = listOf(/** @type {HTMLElement} */ (columnNode(columnId)));
  const others = cardsIn(list).filter((other) => other !== card);
  const places = others.map((other, i) => new Option(fill(gettext("%(n)s — below %(card)s"), { n: i + 2, card: titleOf(other) }), other.dataset.id));
  const bottom = moreOf(list) || others.length ? [new Option(gettext("Bottom"), BOTTOM)] : [];
  select.replaceChildren(new Option(gettext("1 — top"), ""), ...places, ...bottom);
  const at = placeOf(card);
  select.value = at.columnId === columnId ? (at.after ?? "") : "";
}

/** @param {HTMLFormElement} form */
function fields(form) {
  const named = (/** @type {string} */ name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(name));
  return { column: named("column"), position: named("position") };
}
