/** What the board does not need for its first paint: fetched right after it, in one piece. */

import { wear } from "../page/fetched.js";
import { barActions, cardActions, lettersFor } from "./card_actions.js";
import { watchCarrying } from "./carrying.js";
import { watchChoosing } from "./choosing.js";
import { watchFolding } from "./folding.js";
import { tellStep } from "./notices.js";
import { watchPasting } from "./pasting.js";
import { watchPickers } from "./pickers.js";
import { watchPressing } from "./pressing.js";
import { Selection } from "./selection.js";

export { cardActions } from "./card_actions.js";
export { columnActions } from "./column_actions.js";
export { tellExpired, tellFailure } from "./failures.js";
export { unfoldFor } from "./folding.js";
export { tellGone } from "../board/gone.js";
export { renameColumnInPlace } from "./rename.js";
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
