/** Renames cards and columns in place. Enter saves, Esc cancels. */

import { renameCard } from "../board/commands/cards.js";
import { updateColumn } from "../board/commands/columns.js";
import { cardLink, columnName, cardTitle } from "../board/dom/queries.js";
import { focusCard } from "../board/input/focus.js";
import { lengthLeft, refuseLong, showLength } from "../page/field_limits.js";
import { visibleText } from "../texts/visible.js";

/** @param {import("../board/page").BoardPage} page @param {HTMLElement} card */
export function renameCardInPlace(page, card) {
  const field = Object.assign(fromTemplate("card-rename"), { defaultValue: cardTitle(card) });
  editInPlace(cardLink(card), field, (title) => renameCard(page, card.dataset.id ?? "", title), () => focusCard(card));
}

/** @param {import("../board/page").BoardPage} page @param {HTMLElement} column */
export function renameColumnInPlace(page, column) {
  const heading = /** @type {HTMLElement | null} */ (column.querySelector(".column__name"));
  if (!heading || !page.canWrite) return;
  const field = Object.assign(fromTemplate("column-rename"), { defaultValue: columnName(column) });
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
    // A name that is too long stays in its field, also when the focus leaves it.
    if (keeping && (field === document.activeElement ? refuseLong(field) : lengthLeft(field) < 0)) return;
    open = false;
    const text = visibleText(field.value.replace(/\s+/g, " "));
    const focused = field === document.activeElement;
    field.remove();
    showLength(field);
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

/** @param {string} id @returns {HTMLInputElement | HTMLTextAreaElement} */
function fromTemplate(id) {
  const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {HTMLInputElement | HTMLTextAreaElement} */ (document.importNode(content, true).firstElementChild);
}

/** @param {KeyboardEvent} event @param {(keeping: boolean) => void} close */
function onKey(event, close) {
  event.stopPropagation();
  if (event.key !== "Enter" && event.key !== "Escape") return;
  event.preventDefault();
  close(event.key === "Enter");
}
