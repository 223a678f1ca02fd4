/** Creates messages from the page's templates, with plain text, until the server's HTML arrives. */

import { renderFiles } from "../files/render.js";
import { avatarOf } from "../page/avatars.js";
import { gettext } from "../page/i18n.js";
import { cut } from "../texts/text_length.js";

const EXCERPT = 120;

/**
 * @typedef {{ id: string, authorId: string, text: string, createdAt: string, replyToId?: string | null,
 *   files?: import("../types").FileFacts[] }} Facts
 */

/** @param {import("./chat").Chat} chat @param {Facts} facts @returns {HTMLElement} */
export function messageFromTemplate(chat, { id, authorId, text, createdAt, replyToId, files = [] }) {
  const node = cloneTemplate("message-blank");
  node.id = `message-${id}`;
  Object.assign(node.dataset, { id, author: authorId, at: createdAt, text });
  const name = node.querySelector(".msg__who > b");
  if (name) name.textContent = chat.board.memberName(authorId);
  const time = node.querySelector("time");
  if (time) time.dateTime = createdAt;
  const avatar = avatarOf(authorId);
  if (avatar) node.querySelector(".av")?.replaceWith(avatar);
  setPlainText(node, text);
  if (files.length) node.querySelector(".msg__body")?.after(renderFiles(files));
  const quoted = replyToId && chat.messageList.node(replyToId);
  if (quoted) node.querySelector(".msg__body")?.before(quote(chat, quoted));
  return node;
}

/** @param {HTMLElement} node @param {string} text */
export function setPlainText(node, text) {
  const body = /** @type {HTMLElement} */ (node.querySelector(".msg__body"));
  body.textContent = text;
  Object.assign(body, { dir: "auto" }).dataset.plain = "";
  node.dataset.text = text;
}

/** A message in one line: its text, or else the names of its files. @param {HTMLElement} node */
export function summaryOf(node) {
  const names = () => [...node.querySelectorAll("[data-file]")].map((file) => /** @type {HTMLElement} */ (file).title).join(", ");
  const body = /** @type {HTMLElement | null} */ (node.querySelector(".msg__body"));
  const { text = "" } = node.dataset;
  return (text && body && !("plain" in body.dataset) ? body.textContent : text) || names();
}

/** @param {HTMLElement} node */
export function authorName(node) {
  return node.querySelector(".msg__who > b")?.textContent ?? "";
}

/** @param {string} text */
export function excerpt(text, most = EXCERPT) {
  const line = text.replace(/\s+/g, " ").trim();
  return cut(line, most);
}

/** @param {string} id the template's id @returns {HTMLElement} */
export function cloneTemplate(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
}

/** @param {import("./chat").Chat} chat @param {HTMLElement} quoted */
function quote(chat, quoted) {
  const link = Object.assign(document.createElement("a"), { className: "msg__reply", href: `#${quoted.id}` });
  const icon = Object.assign(document.createElement("i"), { className: "icon icon--corner-up-left" });
  const author = chat.board.memberName(quoted.dataset.author ?? null);
  const name = Object.assign(document.createElement("b"), { dir: "auto", textContent: author });
  const words = "deleted" in quoted.dataset ? gettext("Message deleted") : excerpt(summaryOf(quoted));
  link.append(icon, name, " ", Object.assign(document.createElement("bdi"), { textContent: words }));
  return link;
}
