/** The board's tools: code that the first paint does not need, imported right after it in one file. */

import "../page/first_load.js";
import { announce } from "../page/announce.js";
import { fill, gettext } from "../page/i18n.js";
import { enableStyles } from "../page/lazy_assets.js";
import { followMentions } from "../mentions/chips.js";
import { watchDragCancel } from "../steady/drag_cancel.js";
import { keepReading } from "../steady/reading_anchor.js";
import { cardTitle, columnsOf, isCard, listOf } from "../board/dom/queries.js";
import { barActions, cardActions, selectionActions } from "./selection_actions.js";
import { watchDragLimits } from "./drag_limits.js";
import { watchSelectionInput } from "./selection_input.js";
import { watchCollapse } from "./collapse.js";
import { watchComposerDrafts } from "./composer_drafts.js";
import { showUndoNotice } from "./undo_notices.js";
import { watchPolling } from "./connection_banners.js";
import { watchPaste } from "./paste_cards.js";
import { watchPickers } from "./pickers.js";
import { watchLongPress } from "./long_press.js";
import { Selection } from "./selection.js";
import { addSingleKeysSwitch } from "./single_keys_switch.js";

export { updateCards } from "./bulk.js";
export { openPicker } from "./pickers.js";
export { cardActions } from "./selection_actions.js";
export { columnActions } from "./column_actions.js";
export { showOffline } from "./connection_banners.js";
export { showExpired, showFailure } from "./error_notices.js";
export { expandColumn } from "./collapse.js";
export { showAccessLost } from "../page/access_lost.js";
export { renameColumnInPlace } from "./inline_rename.js";
export { resync } from "./resync.js";

/** @param {import("../board/page").BoardPage} page */
export function start(page) {
  enableStyles("tools");
  addSingleKeysSwitch();
  watchPolling(page);
  page.root.addEventListener("kr:event", (event) => followMentions(document, /** @type {CustomEvent} */ (event).detail.event));
  page.undo.onStep((step) => showUndoNotice(page, step));
  watchDragCancel(announcePutBack);
  const keepInPlace = (/** @type {HTMLElement} */ column) =>
    keepReading(listOf(column), { items: ":scope > .card", paused: () => page.dragPause.held });
  page.columnSetups.push(keepInPlace);
  columnsOf(page.root).forEach(keepInPlace);
  if (!document.getElementById("many")) return;
  const selection = new Selection(page);
  const bar = barActions(page, selection);
  cardActions.select = (_page, card) => selection.toggle(card);
  selection.bar.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-action]"));
    if (button) bar[button.dataset.action ?? ""]?.(button);
  });
  watchLongPress(page);
  page.selectionActions = selectionActions(page, selection);
  watchSelectionInput(page, selection);
  watchDragLimits(page, selection);
  watchPickers(page);
  watchPaste(page);
  watchComposerDrafts(page);
  watchCollapse(page);
}

/** @param {HTMLElement} item a card, column or checklist item whose drag was cancelled */
function announcePutBack(item) {
  const text = gettext("It was put back.");
  announce(isCard(item) ? fill(gettext("%(card)s was put back."), { card: cardTitle(item) }) : text);
}
