/** Edits an own message in place. What is typed is kept as a draft until it is saved or cancelled. */

import { MentionSuggestions } from "../mentions/suggestions.js";
import { find } from "./queries.js";
import { cloneTemplate } from "./templates.js";
import { visibleText } from "../texts/visible.js";

const DRAFT = "edit-";

/** Opens the editors again that this tab, or a closed one, was left with. @param {import("./chat").Chat} chat */
export async function reopenEdits(chat) {
  const place = chat.board.projectId;
  await chat.drafts.adopt(place);
  for (const field of chat.drafts.fields(place)) {
    const node = field.startsWith(DRAFT) ? chat.messageList.node(field.slice(DRAFT.length)) : null;
    if (node && chat.canWrite) openEditor(chat, node);
  }
}

/** @param {import("./chat").Chat} chat @param {HTMLElement} node @param {string} [text] to begin with, instead of the message's */
export function editMessage(chat, node, text) {
  const field = openEditor(chat, node, text);
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
  field?.form?.scrollIntoView?.({ block: "nearest" });
}

/** @param {import("./chat").Chat} chat @param {HTMLElement} node @param {string} [text] @returns {HTMLTextAreaElement | null} its field */
function openEditor(chat, node, text) {
  if (node.dataset.author !== chat.me || "deleted" in node.dataset || node.dataset.state) return null;
  if (node.querySelector(".msg__edit")) return node.querySelector("textarea");
  const form = /** @type {HTMLFormElement} */ (cloneTemplate("message-edit"));
  form.dataset.local = "";
  const field = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
  const before = node.dataset.text ?? "";
  const draft = /** @type {const} */ ([chat.board.projectId, DRAFT + node.dataset.id]);
  field.value = text ?? (chat.drafts.text(...draft) || before);
  field.addEventListener("input", () => {
    chat.drafts.keep(...draft, field.value === before ? "" : field.value);
    // The field has grown: Save stays in sight.
    form.scrollIntoView?.({ block: "nearest" });
  });
  const close = () => {
    chat.drafts.drop(...draft);
    chat.scroll.keepPosition(() => form.remove());
    chat.composer.field.focus({ preventScroll: true });
  };
  const save = () => {
    const now = visibleText(field.value);
    if (!now && !node.querySelector("[data-file]")) return;
    close();
    if (now !== before) chat.outbox.send("chat.update", node.dataset.id ?? "", { text: now });
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (mentions.onKey(event)) event.preventDefault();
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && !event.shiftKey && event.target === field) { event.preventDefault(); form.requestSubmit(); }
  });
  form.querySelector("[data-action=edit-cancel]")?.addEventListener("click", close);
  chat.scroll.keepPosition(() => node.querySelector(".msg__body")?.after(form));
  const mentions = new MentionSuggestions(chat, field, find(chat.root, "#mention-list"));
  return field;
}

/** @param {import("./chat").Chat} chat @returns {boolean} whether there is a message to edit */
export function editLast(chat) {
  const last = chat.messageList.messages.findLast(({ dataset }) => dataset.author === chat.me && !("deleted" in dataset));
  if (last) editMessage(chat, last);
  return Boolean(last);
}
