/** Actions on one card or on all selected cards, used by the menu, the keyboard and the selection bar. */

import { updateCard } from "../board/commands/cards.js";
import { cardLink } from "../board/dom/queries.js";
import { copyText } from "../page/clipboard.js";
import { gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { updateCards } from "./bulk.js";
import { openPicker } from "./pickers.js";
import { renameCardInPlace } from "./inline_rename.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */
/** @typedef {import("./selection").Selection} Selection */

/** @type {Record<string, (page: BoardPage, card: HTMLElement) => void>} */
export const cardActions = {
  rename: (page, card) => renameCardInPlace(page, card),
  move: (page, card) => openPicker(page, "column", [card.dataset.id ?? ""], card),
  labels: (page, card) => openPicker(page, "labels", [card.dataset.id ?? ""], card),
  assign: (page, card) => openPicker(page, "assignees", [card.dataset.id ?? ""], card),
  dates: (page, card) => openPicker(page, "dates", [card.dataset.id ?? ""], card),
  done: (page, card) => markDone(page, card),
  watch: (page, card) => page.commands.issue("card.watch", card.dataset.id ?? "", { id: card.dataset.id }),
  "copy-link": (_page, card) => copyLink(card),
  "open-tab": (_page, card) => { window.open(cardLink(card).href, "_blank", "noopener"); },
};

/** Marks a card as done, or as not done. @param {BoardPage} page @param {HTMLElement} card */
function markDone(page, card) {
  updateCard(page, card.dataset.id ?? "", { doneAt: "done" in card.dataset ? null : new Date().toISOString() });
}

/** Copies a card's address, which it has once its creation is answered. @param {HTMLElement} card */
function copyLink(card) {
  if (Number(card.dataset.number)) copyText(cardLink(card).href);
  else toast({ text: gettext("This card isn’t saved yet, so it has no link."), kind: "info" });
}

/**
 * The actions on all selected cards, by their names in the card's menu.
 * @param {BoardPage} page @param {Selection} selection @returns {Record<string, (card: HTMLElement) => unknown>}
 */
export function selectionActions(page, selection) {
  return {
    select: (card) => selection.toggle(card),
    labels: (card) => openPicker(page, "labels", selection.ids, card),
    assign: (card) => openPicker(page, "assignees", selection.ids, card),
    move: (card) => openPicker(page, "column", selection.ids, card),
    dates: (card) => openPicker(page, "dates", selection.ids, card),
    done: () => updateCards(page, selection.ids, { doneAt: new Date().toISOString() }),
    archive: () => updateCards(page, selection.ids, { archived: true }),
    "assign-me": () => updateCards(page, selection.ids, { addAssigneeIds: [page.me.id] }),
  };
}

/** @param {BoardPage} page @param {Selection} selection @returns {Record<string, (button: HTMLElement) => void>} */
export function barActions(page, selection) {
  return {
    "many-move": (button) => openPicker(page, "column", selection.ids, button),
    "many-labels": (button) => openPicker(page, "labels", selection.ids, button),
    "many-assign": (button) => openPicker(page, "assignees", selection.ids, button),
    "many-dates": (button) => openPicker(page, "dates", selection.ids, button),
    "many-archive": () => updateCards(page, selection.ids, { archived: true }),
    "many-clear": () => selection.clear(),
  };
}
