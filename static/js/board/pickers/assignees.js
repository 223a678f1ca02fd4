/** Picks the people of cards: oneself first, then those who have them, then the others by name. */

import { avatarOf } from "../../page/avatars.js";
import { fill, gettext } from "../../page/i18n.js";
import { changeList, stateOf } from "./card_lists.js";

/** @param {import("../page").BoardPage} page @param {string[]} ids @returns {import("../../pickers/list_picker").Choices} */
export function assigneeChoices(page, ids) {
  const first = new Set([...page.members.keys()].filter((id) => stateOf(page, ids, "assigneeIds", id) !== "off"));
  const rank = (/** @type {string} */ id) => (id === page.me.id ? 0 : first.has(id) ? 1 : 2);
  return {
    title: gettext("Assign people"),
    isMultiple: true,
    options: () => [...page.members.values()]
      .sort((a, b) => rank(a.userId) - rank(b.userId) || a.displayName.localeCompare(b.displayName, document.documentElement.lang))
      .map(({ userId: id, displayName }) => ({
        id,
        name: id === page.me.id ? fill(gettext("%(name)s (you)"), { name: displayName }) : displayName,
        state: stateOf(page, ids, "assigneeIds", id),
        picture: () => pictureOf(id),
      })),
    pick: ({ id, state }) => changeList(page, ids, "assigneeIds", id, state !== "on"),
  };
}

/** @param {string} id */
function pictureOf(id) {
  const picture = avatarOf(id, "av--sm");
  // The name stands beside it.
  picture?.setAttribute("aria-hidden", "true");
  return picture;
}
