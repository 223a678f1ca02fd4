/** What can be done with one card: the same for its menu, the keyboard and its sheet. */

import { announce } from "../page/announce.js";
import { fill, gettext } from "../page/i18n.js";
import { copyText } from "../page/copy.js";
import { archiveCard, callIt, deleteCard, updateCard } from "./commands.js";
import { openComposer } from "./composer.js";
import { columnOf, linkOf, titleOf } from "./dom.js";
import { openMoveDialog } from "./move_dialog.js";
import { renameInPlace } from "./rename.js";

/** @typedef {import("./page").BoardPage} BoardPage */

/** @type {Record<string, (page: BoardPage, card: HTMLElement) => void>} */
export const CARD_ACTIONS = {
  "open": (page, card) => page.openSheet(Number(card.dataset.number)),
  "rename": (page, card) => renameInPlace(page, card),
  "move": (page, card) => openMoveDialog(page, card),
  "new": (page, card) => openComposer(page, /** @type {HTMLElement} */ (columnOf(card)), "end"),
  "assign-me": (page, card) => assignMe(page, card),
  "copy-link": (_page, card) => copyText(linkOf(card).href),
  "archive": (page, card) => archiveCard(page, card.dataset.id ?? ""),
  "delete": (page, card) => deleteCard(page, card.dataset.id ?? ""),
};

const FOR_READERS = new Set(["open", "copy-link"]);

/** @param {BoardPage} page @param {string} action */
export function allowed(page, action) {
  return page.writes || FOR_READERS.has(action);
}

/** On, or off again. @param {BoardPage} page @param {HTMLElement} card */
function assignMe(page, card) {
  const { id = "", assignees = "" } = card.dataset;
  const all = assignees.split(" ").filter(Boolean);
  const mine = all.includes(page.me.id);
  const assigneeIds = mine ? all.filter((other) => other !== page.me.id) : [...all, page.me.id];
  updateCard(page, id, { assigneeIds });
  const words = mine ? gettext("%(card)s is no longer yours") : gettext("%(card)s assigned to you");
  announce(fill(words, { card: callIt(id, titleOf(card)) }));
}
