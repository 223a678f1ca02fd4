/** The board's tools: code that the first paint does not need, imported right after it in one file. */

import "../page/first_load.js";
import { enableStyles } from "../page/lazy_assets.js";
import { barActions, cardActions, letterActions } from "./selection_actions.js";
import { watchDragLimits } from "./drag_limits.js";
import { watchSelectionInput } from "./selection_input.js";
import { watchCollapse } from "./collapse.js";
import { watchComposerDrafts } from "./composer_drafts.js";
import { showUndoNotice } from "./undo_notices.js";
import { watchPaste } from "./paste_cards.js";
import { watchPickers } from "./pickers.js";
import { watchLongPress } from "./long_press.js";
import { Selection } from "./selection.js";
import { addSingleKeysSwitch } from "./single_keys_switch.js";

export { cardActions } from "./selection_actions.js";
export { columnActions } from "./column_actions.js";
export { showExpired, showFailure } from "./error_notices.js";
export { expandColumn } from "./collapse.js";
export { showAccessLost } from "../page/access_lost.js";
export { renameColumnInPlace } from "./inline_rename.js";
export { resync } from "./resync.js";

/** @param {import("../board/page").BoardPage} page */
export function start(page) {
  enableStyles("tools");
  addSingleKeysSwitch();
  page.undo.onStep((step) => showUndoNotice(page, step));
  if (!document.getElementById("many")) return;
  const selection = new Selection(page);
  const bar = barActions(page, selection);
  cardActions.select = (_page, card) => selection.toggle(card);
  selection.bar.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-action]"));
    if (button) bar[button.dataset.action ?? ""]?.(button);
  });
  watchLongPress(page);
  watchSelectionInput(page, selection, letterActions(page, selection));
  watchDragLimits(page, selection);
  watchPickers(page);
  watchPaste(page);
  watchComposerDrafts(page);
  watchCollapse(page);
}
