/** Shows the avatars of the members who have the board open. */

import { avatarOf } from "../page/avatars.js";
import { fill, gettext } from "../page/i18n.js";

const MOST = 4;

export class Presence {
  /** @type {string[]} */
  #here = [];

  /** @param {HTMLElement | null} node */
  constructor(node) {
    this.node = node;
  }

  /** @param {{ userId: string }[]} users */
  show(users) {
    this.#here = [...new Set(users.map((user) => user.userId))];
    this.render();
  }

  render() {
    const people = this.#here.map(presentAvatar).filter((avatar) => avatar !== null);
    const shown = people.slice(0, people.length > MOST + 1 ? MOST : MOST + 1);
    this.node?.replaceChildren(...shown, ...rest(people.slice(shown.length)));
    for (const node of document.querySelectorAll("[data-online-count]")) {
      node.textContent = this.#here.length ? fill(gettext("%(n)s online"), { n: this.#here.length }) : "";
    }
  }
}

/** @param {string} userId */
function presentAvatar(userId) {
  const avatar = avatarOf(userId);
  if (avatar) avatar.dataset.presence = "here";
  return avatar;
}

/** @param {HTMLElement[]} people */
function rest(people) {
  if (!people.length) return [];
  const names = people.map((avatar) => avatar.title).join(", ");
  const more = Object.assign(document.createElement("span"), {
    className: "av av--md stack__more",
    title: names,
    textContent: `+${people.length}`,
  });
  more.setAttribute("role", "img");
  more.setAttribute("aria-label", names);
  return [more];
}
