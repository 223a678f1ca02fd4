/** The menus of a card and of a column: one popover each, moved to the button that opens it. */

import { announce } from "../page/announce.js";
import { fill, gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { CARD_ACTIONS } from "./card_actions.js";
import { openColumnDialog } from "./column_dialog.js";
import { deleteColumn, stepColumn, updateColumn } from "./commands.js";
import { confirmDialog } from "./confirm.js";
import { shownTotal } from "./counts.js";
import { cardNode, columnNode, columnsOf, nameOf } from "./dom.js";

/** @typedef {import("./page").BoardPage} BoardPage */

const REOPEN_MS = 250;

/** @param {HTMLElement} button @param {string} menuId @param {HTMLElement} about the card, column or message */
export function openMenu(button, menuId, about) {
  const menu = document.getElementById(menuId);
  if (!menu) return;
  // The press on the button has closed it already: it was meant to close.
  if (menu.dataset.about === about.dataset.id && Date.now() - Number(menu.dataset.closed ?? 0) < REOPEN_MS) return;
  menu.dataset.about = about.dataset.id;
  for (const item of /** @type {NodeListOf<HTMLElement>} */ (menu.querySelectorAll("[role=menuitemradio]"))) {
    item.setAttribute("aria-checked", String(item.dataset.hue === about.dataset.color));
  }
  menu.showPopover();
  button.setAttribute("aria-expanded", "true");
  putBeside(menu, button.getBoundingClientRect());
  const closed = (/** @type {Event} */ event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
    menu.removeEventListener("toggle", closed);
    menu.dataset.closed = String(Date.now());
    button.removeAttribute("aria-expanded");
    if (menu.contains(document.activeElement) || document.activeElement === document.body) button.focus();
  };
  menu.addEventListener("toggle", closed);
}

/** A choice in one of the menus. @param {BoardPage} page @param {HTMLElement} item */
export function choose(page, item) {
  const menu = /** @type {HTMLElement | null} */ (item.closest("[popover]"));
  const id = menu?.dataset.about ?? "";
  menu?.hidePopover();
  const [kind, action] = split(item.dataset.action ?? "");
  if (kind === "card") { const card = cardNode(id); if (card) CARD_ACTIONS[action]?.(page, card); return; }
  const column = columnNode(id);
  if (column) COLUMN_ACTIONS[action]?.(page, column, item);
}

/** @type {Record<string, (page: BoardPage, column: HTMLElement, item: HTMLElement) => void>} */
const COLUMN_ACTIONS = {
  edit: (page, column) => openColumnDialog(page, column),
  left: (page, column) => step(page, column, -1),
  right: (page, column) => step(page, column, 1),
  color: (page, column, item) => updateColumn(page, column.dataset.id ?? "", { color: item.dataset.hue }),
  delete: (page, column) => remove(page, column),
};

/** @param {BoardPage} page @param {HTMLElement} column @param {-1 | 1} by */
function step(page, column, by) {
  const place = stepColumn(page, column.dataset.id ?? "", by);
  column.scrollIntoView?.({ inline: "nearest", block: "nearest" });
  /** @type {HTMLElement | null} */ (column.querySelector("[data-action=column-menu]"))?.focus();
  if (place) announce(fill(gettext("%(column)s is now column %(n)s"), { column: nameOf(column), n: place }));
}

/** @param {BoardPage} page @param {HTMLElement} column */
async function remove(page, column) {
  if (shownTotal(column) > 0) {
    toast({ text: gettext("This column still holds cards. Move or archive them first."), kind: "warn" });
    return;
  }
  const title = fill(gettext("Delete the column “%(column)s”?"), { column: nameOf(column) });
  const sure = await confirmDialog(title, gettext("This cannot be undone."));
  const next = sure ? besides(page, column) : column.querySelector("[data-action=column-menu]");
  if (sure) deleteColumn(page, column.dataset.id ?? "");
  /** @type {HTMLElement | null} */ (next)?.focus();
}

/** Where the focus goes when a column goes. @param {BoardPage} page @param {HTMLElement} column */
function besides(page, column) {
  const columns = columnsOf(page.root);
  const at = columns.indexOf(column);
  const next = columns[at + 1] ?? columns[at - 1];
  return (next ?? page.root).querySelector(next ? "[data-action=column-menu]" : "[data-action=add-column]");
}

/** "column-left" → ["column", "left"]; "card-assign-me" → ["card", "assign-me"]. @param {string} action */
function split(action) {
  const at = action.indexOf("-");
  return [action.slice(0, at), action.slice(at + 1)];
}

/** Below the button where there is room, inside the window always. @param {HTMLElement} menu @param {DOMRect} at */
export function putBeside(menu, at) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.max(8, Math.min(at.right - width, innerWidth - width - 8));
  const below = at.bottom + 4;
  const top = below + height + 8 > innerHeight ? Math.max(8, at.top - height - 4) : below;
  Object.assign(menu.style, { position: "fixed", inset: "auto", margin: "0", left: `${left}px`, top: `${top}px` });
}
