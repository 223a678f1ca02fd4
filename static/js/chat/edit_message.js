/** Edits an own message in place. */

import { cloneTemplate } from "./templates.js";
import { visibleText } from "../page/visible.js";

/** @param {import("./chat").Chat} chat @param {HTMLElement} node @param {string} [text] to begin with, instead of the message's */
export function editMessage(chat, node, text) {
  if (node.dataset.author !== chat.me || "deleted" in node.dataset || node.dataset.state) return;
  if (node.querySelector(".msg__edit")) { node.querySelector("textarea")?.focus(); return; }
  const form = /** @type {HTMLFormElement} */ (cloneTemplate("message-edit"));
  form.dataset.local = "";
  const field = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
  const before = node.dataset.text ?? "";
  field.value = text ?? before;
  const close = () => { chat.scroll.keepPosition(() => form.remove()); chat.composer.field.focus({ preventScroll: true }); };
  const save = () => {
    const now = visibleText(field.value);
    if (!now && !node.querySelector("[data-file]")) return;
    close();
    if (now !== before) chat.outbox.send("chat.update", node.dataset.id ?? "", { text: now });
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && !event.shiftKey && event.target === field) { event.preventDefault(); form.requestSubmit(); }
  });
  form.querySelector("[data-action=edit-cancel]")?.addEventListener("click", close);
  chat.scroll.keepPosition(() => node.querySelector(".msg__body")?.after(form));
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  form.scrollIntoView?.({ block: "nearest" });
}

/** @param {import("./chat").Chat} chat @returns {boolean} whether there is a message to edit */
export function editLast(chat) {
  const last = chat.messageList.messages.findLast(({ dataset }) => dataset.author === chat.me && !("deleted" in dataset));
  if (last) editMessage(chat, last);
  return Boolean(last);
}
