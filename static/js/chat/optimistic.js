/** Previews of pending commands on messages: edit, delete, react. */

import { gettext } from "../page/i18n.js";
import { setPlainText } from "./templates.js";

/** @type {Record<string, (node: HTMLElement, payload: Record<string, any>, me: string) => void>} */
export const PREVIEWS = {
  "chat.update": (node, { text }) => { if (node.dataset.text !== text) setPlainText(node, text); },
  "chat.delete": (node) => showDeleted(node),
  "chat.react": (node, { emoji }, me) => setReaction(node, emoji, me, true),
  "chat.unreact": (node, { emoji }, me) => setReaction(node, emoji, me, false),
};

/** @param {HTMLElement} node */
function showDeleted(node) {
  node.dataset.deleted = "";
  delete node.dataset.mentions;
  setPlainText(node, gettext("Message deleted"));
  node.dataset.text = "";
  for (const rest of node.querySelectorAll(".msg__files, .msg__reactions, .msg__note, .msg__tools > .needs-member")) rest.remove();
}

/** @param {HTMLElement} node @param {string} emoji @param {string} me @param {boolean} on */
function setReaction(node, emoji, me, on) {
  const button = findReaction(node, emoji) ?? (on ? addReaction(node, emoji) : null);
  if (!button) return;
  const users = new Set((button.dataset.users ?? "").split(" ").filter(Boolean));
  if (on) users.add(me);
  else users.delete(me);
  button.dataset.users = [...users].join(" ");
  const count = button.querySelector("span");
  if (count) count.textContent = String(users.size);
  if (!users.size) button.parentElement?.remove();
}

/** @param {HTMLElement} node @param {string} emoji @returns {HTMLElement | null} */
export function findReaction(node, emoji) {
  const all = /** @type {HTMLElement[]} */ ([...node.querySelectorAll(".reaction")]);
  return all.find((button) => withoutSelectors(button.dataset.emoji ?? "") === withoutSelectors(emoji)) ?? null;
}

/** ❤ and ❤️ are one reaction. @param {string} emoji */
function withoutSelectors(emoji) {
  return emoji.replace(/[\ufe0e\ufe0f]/g, "");
}

/** @param {HTMLElement} node @param {string} emoji */
function addReaction(node, emoji) {
  const list = node.querySelector(".msg__reactions") ?? Object.assign(document.createElement("ul"), { className: "msg__reactions" });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "reaction" });
  Object.assign(button.dataset, { action: "reaction", emoji, users: "" });
  button.append(`${emoji} `, document.createElement("span"));
  const item = document.createElement("li");
  item.append(button);
  list.append(item);
  if (!list.isConnected) node.querySelector(".msg__tools")?.before(list);
  return button;
}
