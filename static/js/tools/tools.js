/** What the board does not need for its first paint: fetched right after it, in one piece. */

import { wear } from "../page/lazy_assets.js";
import { barActions, cardActions, lettersFor } from "./selection_actions.js";
import { watchCarrying } from "./drag_limits.js";
import { watchChoosing } from "./selection_input.js";
import { watchFolding } from "./collapse.js";
import { tellStep } from "./undo_notices.js";
import { watchPasting } from "./paste_cards.js";
import { watchPickers } from "./pickers.js";
import { watchPressing } from "./long_press.js";
import { Selection } from "./selection.js";

export { cardActions } from "./selection_actions.js";
export { columnActions } from "./column_actions.js";
export { tellExpired, tellFailure } from "./error_notices.js";
export { unfoldFor } from "./collapse.js";
export { tellGone } from "../page/access_lost.js";
export { renameColumnInPlace } from "./inline_rename.js";
export { resync } from "./resync.js";

/** @param {import("../board/page").BoardPage} page */
export function start(page) {
  wear("tools");
  page.undo.toldBy((step) => tellStep(page, step));
  if (!document.getElementById("many")) return;
  const selection = new Selection(page);
  const bar = barActions(page, selection);
  cardActions.select = (_page, card) => selection.toggle(card);
  selection.bar.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-action]"));
    if (button) bar[button.dataset.action ?? ""]?.(button);
  });
  watchPressing(page);
  watchChoosing(page, selection, lettersFor(page, selection));
  watchCarrying(page, selection);
  watchPickers(page);
  watchPasting(page);
  watchFolding(page);
}
