/** Mentions in texts on the page: their chips take the new names of people. */

const TAG = / #([0-9a-f]{4,32})$/i;

/**
 * Shows a person's new name in the chips that mention them alone.
 * @param {ParentNode} root
 * @param {string} userId
 * @param {string} name
 */
export function renameChips(root, userId, name) {
  for (const chip of root.querySelectorAll(`.mention[data-user="${CSS.escape(userId)}"]`)) {
    const tag = tagOf(chip.textContent ?? "", userId);
    const text = `@${name}${name.endsWith(tag) ? "" : tag}`;
    if (chip.textContent !== text) chip.textContent = text;
  }
}

/** The tag of this person that a name ends with, such as " #3f2a". @param {string} text @param {string} userId */
function tagOf(text, userId) {
  const found = TAG.exec(text);
  return found && userId.replaceAll("-", "").endsWith(found[1].toLowerCase()) ? found[0] : "";
}

/**
 * Keeps chips, and who may call everyone, as the events of the project say.
 * @param {ParentNode} root
 * @param {import("../types").LoggedEvent} event
 */
export function followMentions(root, { type, payload }) {
  if (type === "member.updated" && payload.displayName) renameChips(root, payload.userId, payload.displayName);
  if (type !== "project.updated" || !payload.mentionAll) return;
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-mention-all]"))) {
    list.dataset.mentionAll = payload.mentionAll;
  }
}
