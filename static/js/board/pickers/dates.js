/** The due date and the start of cards, on the board and in an open card. */

import { gettext } from "../../page/i18n.js";
import { placeInWindow } from "../input/menus.js";
import { isDay } from "../../texts/moments.js";
import { updateCard } from "../commands/cards.js";
import { cardNode } from "../dom/queries.js";
import { sheetOf, versionOf } from "./card_lists.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {import("../../dates/date_picker").Kind} Kind */

const FIELDS = /** @type {const} */ ({ due: "dueAt", start: "startAt" });

/**
 * @param {BoardPage} page @param {string[]} ids @param {DOMRect} at @param {() => void} closed
 * @param {typeof import("../../dates/date_picker").DatePicker} DatePicker
 */
export function openDatePicker(page, ids, at, closed, DatePicker) {
  const picker = new DatePicker({
    moments: () => ({ due: commonMoment(page, ids, "due"), start: commonMoment(page, ids, "start") }),
    set: (kind, moment) => change(page, ids, kind, moment),
    note: isMixed(page, ids) ? gettext("The selected cards have different dates.") : undefined,
    closed,
  });
  picker.open((box) => placeInWindow(box, at));
}

/** @param {BoardPage} page @param {string[]} ids @param {Kind} kind @param {string | null} moment */
function change(page, ids, kind, moment) {
  const fields = { [FIELDS[kind]]: moment };
  if (ids.length > 1) page.tools.then(({ updateCards }) => updateCards(page, ids, fields)).catch(reportError);
  else updateCard(page, ids[0], fields, versionOf(page, ids[0]), { [FIELDS[kind]]: momentOf(page, ids[0], kind) });
}

/** The moment that all cards have, or null. @param {BoardPage} page @param {string[]} ids @param {Kind} kind */
function commonMoment(page, ids, kind) {
  const moments = new Set(ids.map((id) => momentOf(page, id, kind)));
  return moments.size === 1 ? [...moments][0] : null;
}

/** @param {BoardPage} page @param {string[]} ids */
function isMixed(page, ids) {
  return (/** @type {Kind[]} */ (["due", "start"])).some((kind) => new Set(ids.map((id) => momentOf(page, id, kind))).size > 1);
}

/** A card's moment as its user sees it, pending changes included. @param {BoardPage} page @param {string} id @param {Kind} kind */
function momentOf(page, id, kind) {
  const field = FIELDS[kind];
  const { dataset = {} } = cardNode(id) ?? sheetOf(id) ?? {};
  const shown = dataset[field] ? wireForm(dataset[field]) : null;
  return page.ledger.entriesOf(id).reduce((moment, { payload }) => {
    const changed = (payload.change ?? payload)[field];
    return changed === undefined ? moment : changed;
  }, shown);
}

/** @param {string} moment as a template writes it */
function wireForm(moment) {
  return isDay(moment) ? moment : new Date(moment).toISOString();
}
