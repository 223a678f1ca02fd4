/** Applies events of members and of the project itself. */

import { fill, gettext } from "../../page/i18n.js";
import { trustedElement } from "../../page/trusted_html.js";

/** @typedef {import("../../types").Member} Member */
/** @typedef {import("../../types").EventPayloads["project.updated"]} Project */

/** A member joined, or changed name or role. @type {import("./reducer").Reducer<Partial<Member> & { member?: Member }>} */
export function memberChanged(page, { payload, html }) {
  const userId = payload.userId ?? payload.member?.userId;
  if (!userId) return;
  page.members.set(userId, { ...page.members.get(userId), .../** @type {Member} */ (payload.member ?? payload) });
  if (userId === page.me.id && payload.role) page.setRole(payload.role);
  const fresh = html ? trustedElement(html) : null;
  if (fresh) replaceAvatars(page, userId, fresh);
  page.presence.render();
}

/** @type {import("./reducer").Reducer<{ userId: string }>} */
export function memberRemoved(page, { payload }) {
  if (payload.userId === page.me.id) { page.endAccess(gettext("You are no longer in this project.")); return; }
  page.members.delete(payload.userId);
  for (const card of page.root.querySelectorAll(`.card[data-assignees~="${payload.userId}"]`)) {
    unassign(/** @type {HTMLElement} */ (card), payload.userId);
    if (card.querySelector(".av--more")) page.missingCards.refresh(/** @type {HTMLElement} */ (card));
  }
  avatars()?.querySelector(`[data-user="${payload.userId}"]`)?.remove();
  page.presence.render();
}

/** @type {import("./reducer").Reducer<Project>} */
export function projectUpdated(page, { payload }) {
  const app = /** @type {HTMLElement | null} */ (page.root.closest(".app"));
  if (app && payload.hue) app.dataset.hue = payload.hue;
  for (const node of document.querySelectorAll("[data-project-name]")) node.textContent = payload.name;
  if (!payload.key || payload.key === page.root.dataset.key) return;
  page.root.dataset.key = payload.key;
  for (const id of page.root.querySelectorAll(".card__id")) {
    const card = /** @type {HTMLElement} */ (id.closest(".card"));
    id.textContent = `${payload.key}-${card.dataset.number}`;
  }
}

/** @type {import("./reducer").Reducer<Project>} */
export function projectDeleted(page, { payload }) {
  page.endAccess(fill(gettext("“%(name)s” was deleted."), { name: payload.name }));
}

/** @param {import("../page").BoardPage} page @param {string} userId @param {HTMLElement} fresh */
function replaceAvatars(page, userId, fresh) {
  const known = avatars()?.querySelector(`[data-user="${userId}"]`);
  if (known) known.replaceWith(fresh);
  else avatars()?.append(fresh);
  for (const avatar of /** @type {NodeListOf<HTMLElement>} */ (page.root.querySelectorAll(`.av[data-user="${userId}"]`))) {
    avatar.textContent = fresh.textContent;
    for (const name of ["title", "aria-label", "data-hue"]) avatar.setAttribute(name, fresh.getAttribute(name) ?? "");
  }
}

/** @param {HTMLElement} card @param {string} userId */
function unassign(card, userId) {
  card.dataset.assignees = (card.dataset.assignees ?? "").split(" ").filter((other) => other !== userId).join(" ");
  const avatar = card.querySelector(`.av[data-user="${userId}"]`);
  const stack = avatar?.closest(".stack");
  avatar?.remove();
  if (stack && !stack.childElementCount) stack.remove();
}

function avatars() {
  return /** @type {HTMLTemplateElement | null} */ (document.getElementById("avatars"))?.content;
}
