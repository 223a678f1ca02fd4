/** Actions on one card or on all selected cards, used by the menu, the keyboard and the selection bar. */

import { cardLink, columnOf } from "../board/dom/queries.js";
import { copyText } from "../page/clipboard.js";
import { gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { updateCards } from "./bulk.js";
import { openMoveDialog, openMoveManyDialog } from "./move_dialog.js";
import { openPicker } from "./pickers.js";
import { renameCardInPlace } from "./inline_rename.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */
/** @typedef {import("./selection").Selection} Selection */

/** @type {Record<string, (page: BoardPage, card: HTMLElement) => void>} */
export const cardActions = {
  rename: (page, card) => renameCardInPlace(page, card),
  move: (page, card) => openMoveDialog(page, card),
  labels: (page, card) => openPicker(page, "labels", [card.dataset.id ?? ""], card),
  "copy-link": (_page, card) => copyLink(card),
  due: (page, card) => openPicker(page, "due", [card.dataset.id ?? ""], card),
};

/** Copies a card's address, which it has once its creation is answered. @param {HTMLElement} card */
function copyLink(card) {
  if (Number(card.dataset.number)) copyText(cardLink(card).href);
  else toast({ text: gettext("This card isn’t saved yet, so it has no link."), kind: "info" });
}

/** @param {BoardPage} page @param {Selection} selection @returns {Record<string, (card: HTMLElement) => void>} */
export function letterActions(page, selection) {
  const ids = (/** @type {HTMLElement} */ card) => (selection.any ? selection.ids : [card.dataset.id ?? ""]);
  return {
    x: (card) => selection.toggle(card),
    l: (card) => openPicker(page, "labels", ids(card), card),
    d: (card) => cardActions.due(page, card),
    m: (card) => openMoveManyDialog(page, ids(card), columnOf(card)),
    e: (card) => updateCards(page, ids(card), { archived: true }),
    i: (card) => updateCards(page, ids(card), { addAssigneeIds: [page.me.id] }),
  };
}

/** @param {BoardPage} page @param {Selection} selection @returns {Record<string, (button: HTMLElement) => void>} */
export function barActions(page, selection) {
  return {
    "many-move": () => openMoveManyDialog(page, selection.ids, null),
    "many-labels": (button) => openPicker(page, "labels", selection.ids, button),
    "many-assign": (button) => openPicker(page, "assignees", selection.ids, button),
    "many-archive": () => updateCards(page, selection.ids, { archived: true }),
    "many-clear": () => selection.clear(),
  };
}
