/** Renames cards and columns in place. Enter saves, Esc cancels. */

import { renameCard } from "../board/commands/cards.js";
import { updateColumn } from "../board/commands/columns.js";
import { cardLink, columnName, cardTitle } from "../board/dom/queries.js";
import { focusCard } from "../board/input/focus.js";
import { visibleText } from "../page/visible.js";

/** @param {import("../board/page").BoardPage} page @param {HTMLElement} card */
export function renameCardInPlace(page, card) {
  const field = document.createElement("textarea");
  Object.assign(field, { className: "input card__rename", dir: "auto", rows: 2, maxLength: 200, value: cardTitle(card) });
  editInPlace(cardLink(card), field, (title) => renameCard(page, card.dataset.id ?? "", title), () => focusCard(card));
}

/** @param {import("../board/page").BoardPage} page @param {HTMLElement} column */
export function renameColumnInPlace(page, column) {
  const heading = /** @type {HTMLElement | null} */ (column.querySelector(".column__name"));
  if (!heading || !page.canWrite) return;
  const field = document.createElement("input");
  Object.assign(field, { className: "input column__rename", dir: "auto", maxLength: 60, value: columnName(column) });
  editInPlace(heading, field, (name) => updateColumn(page, column.dataset.id ?? "", { name }), () => undefined);
}

/**
 * @param {HTMLElement} shown
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {(text: string) => void} keep
 * @param {() => void} after
 */
function editInPlace(shown, field, keep, after) {
  const before = field.value;
  let open = true;
  field.dataset.local = "";
  field.setAttribute("aria-label", before);
  const close = (/** @type {boolean} */ keeping) => {
    if (!open) return;
    open = false;
    const text = visibleText(field.value.replace(/\s+/g, " "));
    const focused = field === document.activeElement;
    field.remove();
    shown.hidden = false;
    if (keeping && text && text !== before) keep(text);
    if (focused) after();
  };
  field.addEventListener("keydown", (event) => onKey(/** @type {KeyboardEvent} */ (event), close));
  field.addEventListener("blur", () => close(true));
  shown.hidden = true;
  shown.before(field);
  field.focus();
  field.select();
}

/** @param {KeyboardEvent} event @param {(keeping: boolean) => void} close */
function onKey(event, close) {
  event.stopPropagation();
  if (event.key !== "Enter" && event.key !== "Escape") return;
  event.preventDefault();
  close(event.key === "Enter");
}
