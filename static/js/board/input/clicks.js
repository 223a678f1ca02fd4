/** Handles every click on the board page by the button's `data-action`. */

import { openColumnComposer, openComposer } from "./composer.js";
import { CARD_ACTIONS } from "./card_actions.js";
import { cardNode, cardOf, columnOf, listOf } from "../dom/queries.js";
import { loadNext } from "../loading/load_more.js";
import { chooseItem, openMenu } from "./menus.js";
import { showPane, toggleChat } from "./panes.js";

/** @typedef {import("../page").BoardPage} BoardPage */

/** @param {BoardPage} page */
export function watchClicks(page) {
  document.addEventListener("click", (event) => onClick(page, event));
  page.root.addEventListener("dblclick", (event) => {
    const heading = /** @type {Element} */ (event.target).closest(".column__name");
    if (heading) page.tools.then((tools) => tools.renameColumnInPlace(page, /** @type {HTMLElement} */ (columnOf(heading))));
  });
}

/** @param {BoardPage} page @param {MouseEvent} event */
function onClick(page, event) {
  const target = /** @type {Element} */ (event.target);
  const button = /** @type {HTMLElement | null} */ (target.closest("[data-action]"));
  if (button) { onAction(page, button, event); return; }
  const card = cardOf(target);
  if (!card || event.button || event.ctrlKey || event.metaKey || event.shiftKey || target.closest("[data-local]")) return;
  if (!page.root.contains(card) || String(getSelection()) !== "") return;
  event.preventDefault();
  CARD_ACTIONS.open(page, card);
}

/** @param {BoardPage} page @param {HTMLElement} button @param {MouseEvent} event */
function onAction(page, button, event) {
  const action = button.dataset.action ?? "";
  if (button.closest("#card-menu, #column-menu")) { chooseItem(page, button); return; }
  const act = ACTIONS[action];
  if (!act) return;
  if (button instanceof HTMLAnchorElement) event.preventDefault();
  act(page, button);
}

/** @type {Record<string, (page: BoardPage, button: HTMLElement) => unknown>} */
const ACTIONS = {
  "add-card": (page, button) => {
    const column = columnOf(button);
    if (column) openComposer(page, column, button.closest(".column__foot") ? "end" : "top");
  },
  "add-column": (page) => openColumnComposer(page),
  "card-menu": (_page, button) => { const card = cardOf(button); if (card) openMenu(button, "card-menu", card); },
  "column-menu": (_page, button) => { const column = columnOf(button); if (column) openMenu(button, "column-menu", column); },
  "more": (page, button) => { const column = columnOf(button); if (column) loadNext(page, listOf(column)); },
  "filter": (page, button) => page.filter(button.dataset.filter),
  "retry": (page) => page.socket.checkAlive(),
  "chat-toggle": () => toggleChat(),
  "pane": (_page, button) => showPane(button.dataset.pane ?? "board"),
  "card-assign-me": (page, button) => {
    const id = /** @type {HTMLElement | null} */ (button.closest("[data-card]"))?.dataset.card;
    const card = id && cardNode(id);
    if (card) CARD_ACTIONS["assign-me"](page, card);
  },
};
