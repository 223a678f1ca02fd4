/** Picks the column that cards go to: one card to its top, several to its end. */

import { announce } from "../../page/announce.js";
import { fill, gettext } from "../../page/i18n.js";
import { moveCard } from "../commands/cards.js";
import { describePlace } from "../input/keyboard_drag.js";
import { cardNode, cardTitle, columnName, columnOf, columnsOf } from "../dom/queries.js";
import { dotOf } from "./labels.js";

/**
 * @param {import("../page").BoardPage} page
 * @param {string[]} ids
 * @param {{ place?: () => void }} more
 * @returns {import("../../pickers/list_picker").Choices}
 */
export function columnChoices(page, ids, { place }) {
  const home = homeOf(ids);
  return {
    title: gettext("Move to a column"),
    empty: gettext("The board has no columns yet."),
    options: () => columnsOf(page.root).map((column) => ({
      id: column.dataset.id ?? "",
      name: columnName(column),
      picture: () => dotOf(column.dataset.color ?? "gray"),
      ...(column.dataset.id === home && { note: gettext("now here") }),
    })),
    pick: ({ id }) => { if (id !== home) move(page, ids, id); },
    ...(place && { more: { label: gettext("Choose the position…"), run: place } }),
  };
}

/** @param {import("../page").BoardPage} page @param {string[]} ids @param {string} columnId */
function move(page, ids, columnId) {
  if (ids.length === 1) moveOne(page, ids[0], columnId);
  else page.tools.then(({ updateCards }) => updateCards(page, ids, { columnId })).catch(reportError);
}

/** @param {import("../page").BoardPage} page @param {string} id @param {string} columnId */
function moveOne(page, id, columnId) {
  moveCard(page, id, columnId, null);
  const card = cardNode(id);
  if (card) announce(fill(gettext("%(card)s moved. %(place)s."), { card: cardTitle(card), place: describePlace(card) }));
}

/** The column that all of the cards are in, if there is one. @param {string[]} ids */
function homeOf(ids) {
  const homes = new Set(ids.map((id) => { const card = cardNode(id); return card ? columnOf(card)?.dataset.id : undefined; }));
  return homes.size === 1 ? [...homes][0] : undefined;
}
