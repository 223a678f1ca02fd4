/** Opens the pickers of cards, and starts what finds the card that a key or a right click is about. */

import { holdKeys } from "../../page/held_keys.js";
import { importWithRetry } from "../../page/lazy_assets.js";
import { cardNode } from "../dom/queries.js";
import { focusCardById } from "../input/focus.js";
import { placeInWindow } from "../input/menus.js";
import { assigneeChoices } from "./assignees.js";
import { cardAtHand, watchPointer } from "./card_at_hand.js";
import { columnChoices } from "./columns.js";
import { watchContextMenu } from "./context_menu.js";
import { openDatePicker } from "./dates.js";
import { editLabels } from "./label_form.js";
import { labelChoices } from "./labels.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {"labels" | "assignees" | "column" | "dates"} Kind */

/**
 * @typedef {{
 *   ListPicker: typeof import("../../pickers/list_picker").ListPicker,
 *   DatePicker: typeof import("../../dates/date_picker").DatePicker,
 * }} Pickers
 */

/** @type {import("../../pickers/list_picker").ListPicker | null} */
let opened = null;
/** @type {Pickers | null} */
let loaded = null;

/** @param {BoardPage} page */
export function start(page) {
  load().catch(reportError);
  watchPointer(page.root);
  page.cardAtHand = cardAtHand;
  watchContextMenu(page.root);
  for (const type of ["kr:event", "kr:failed", "kr:resync"]) {
    page.root.addEventListener(type, (event) => {
      noteLabel(page, /** @type {CustomEvent} */ (event).detail?.event);
      if (opened?.isOpen) opened.refresh();
    });
  }
}

/**
 * @param {BoardPage} page @param {Kind} kind @param {string[]} ids of cards @param {Element} beside
 * @param {(card: HTMLElement) => void} choosePlace opens the dialog with the positions in a column
 */
export async function openPicker(page, kind, ids, beside, choosePlace) {
  if (!ids.length || !page.canWrite) return;
  // The next keys are meant for the picker, also while it is still being loaded.
  const release = loaded ? () => undefined : holdKeys(["Enter", "Escape"]);
  const { ListPicker, DatePicker } = loaded ?? await load();
  const at = beside.getBoundingClientRect();
  const closed = () => giveFocusBack(ids, beside);
  if (kind === "dates") { openDatePicker(page, ids, at, closed, DatePicker); release(); return; }
  const card = cardNode(ids[0]);
  const choices = {
    labels: () => labelChoices(page, ids, { edit: () => editLabels(page, at, closed, ListPicker) }),
    assignees: () => assigneeChoices(page, ids),
    column: () => columnChoices(page, ids, ids.length === 1 && card ? { place: () => choosePlace(card) } : {}),
  }[kind]();
  opened = new ListPicker({ ...choices, closed });
  opened.open((box) => placeInWindow(box, at));
  release();
}

/** Loads the pickers, which come right after the board's tools. @returns {Promise<Pickers>} */
async function load() {
  const [{ ListPicker }, { DatePicker }] = await Promise.all([
    importWithRetry(() => import("../../pickers/list_picker.js")),
    importWithRetry(() => import("../../dates/date_picker.js")),
  ]);
  loaded = { ListPicker, DatePicker };
  return loaded;
}

/** @param {string[]} ids @param {Element} beside */
function giveFocusBack(ids, beside) {
  if (beside.closest(".card")) focusCardById(ids[0]);
  else if (beside instanceof HTMLElement && beside.isConnected) beside.focus();
}

/** Keeps the page's labels as the log has them. @param {BoardPage} page @param {import("../../types").LoggedEvent} [event] */
function noteLabel(page, event) {
  if (!event?.type.startsWith("label.")) return;
  if (event.type === "label.deleted") page.labels.delete(event.payload.id);
  else page.labels.set(event.payload.id, event.payload);
}
