/** Comments of an open card: writing, mentioning members, editing and deleting. */

import { descriptionNote } from "../mentions/everyone.js";
import { watchNote } from "../mentions/note.js";
import { MentionSuggestions } from "../mentions/suggestions.js";
import { clearField } from "../drafts/draft_fields.js";
import { gettext } from "../page/i18n.js";
import { uuid7 } from "../page/uuid7.js";
import { visibleText } from "../texts/visible.js";

/** @typedef {import("./dialog").CardDialog} CardDialog */

const DRAFT = "comment";

export class CardComments {
  /** @type {WeakMap<EventTarget, MentionSuggestions>} */
  #lists = new WeakMap();
  /** @type {WeakSet<EventTarget>} */
  #noted = new WeakSet();

  /** @param {CardDialog} cardDialog */
  constructor(cardDialog) {
    this.cardDialog = cardDialog;
    const { dialog, page } = cardDialog;
    dialog.addEventListener("focusin", (event) => this.#offerMentions(/** @type {HTMLElement} */ (event.target)));
    dialog.addEventListener("keydown", (event) => this.#onKey(event));
    dialog.addEventListener("click", (event) => this.#onClick(event));
    page.root.addEventListener("kr:failed", (event) => this.#onFailed(/** @type {CustomEvent} */ (event).detail));
  }

  /** @returns {HTMLTextAreaElement | null} */
  get field() {
    return this.cardDialog.body.querySelector("#new-comment");
  }

  /** @param {HTMLElement} field */
  #offerMentions(field) {
    this.#noteDescription(field);
    const list = /** @type {HTMLElement | null} */ (this.cardDialog.body.querySelector("#comment-mentions"));
    if (!list || this.#lists.has(field) || !field.matches("[data-form^=comment-] textarea")) return;
    const { page } = this.cardDialog;
    this.#lists.set(field, new MentionSuggestions({ board: page, me: page.me.id }, /** @type {HTMLTextAreaElement} */ (field), list));
  }

  /** Says that a word for everyone calls nobody from a description. @param {HTMLElement} field */
  #noteDescription(field) {
    if (this.#noted.has(field) || !field.matches("[data-edit] [name=description]")) return;
    this.#noted.add(field);
    const names = () => [...this.cardDialog.page.members.values()].map(({ displayName }) => displayName);
    const area = /** @type {HTMLTextAreaElement} */ (field);
    watchNote(area, (text) => descriptionNote(text, { names: names(), before: area.defaultValue }));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (!event.target || !this.#lists.get(event.target)?.onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("[data-action=comment-mention]")) this.#mention();
    const earlier = /** @type {HTMLElement | null} */ (target.closest("[data-action=comments-earlier]"));
    if (!earlier) return;
    event.preventDefault();
    this.cardDialog.comments = Number(earlier.dataset.more);
    this.cardDialog.refresh();
  }

  /** Inserts "@" where a name can follow. */
  #mention() {
    const { field } = this;
    if (!field) return;
    field.focus();
    const before = field.value.slice(0, field.selectionStart);
    field.setRangeText(!before || /\s$/.test(before) ? "@" : " @", field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /**
   * Puts the text of a failed comment back into the field, with a retry button.
   * @param {{ entry: import("../types").Entry, error: import("../live/request_error").RequestError }} failure
   */
  async #onFailed({ entry: { type, entity, payload }, error }) {
    if (!FAILING.test(type)) return;
    const cardId = payload.cardId ?? this.cardDialog.cardId;
    const words = type === "comment.create" ? payload.text : "";
    if (words) this.cardDialog.drafts.restore(cardId, DRAFT, words);
    if (cardId !== this.cardDialog.cardId) return;
    this.cardDialog.body.querySelector(`[data-pending]#comment-${CSS.escape(entity)}`)?.remove();
    await this.cardDialog.refresh();
    if (words) this.#offerRetry(cardId, error.body.detail ?? "");
  }

  /** @param {string} cardId @param {string} why */
  #offerRetry(cardId, why) {
    const { field, cardDialog } = this;
    const note = /** @type {HTMLElement | null} */ (cardDialog.body.querySelector(`[data-draft-note="${DRAFT}"]`));
    if (!field || !note || cardDialog.cardId !== cardId) return;
    field.value = cardDialog.drafts.text(cardId, DRAFT);
    field.dataset.typed = "";
    const retry = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: gettext("Retry") });
    retry.addEventListener("click", () => field.form?.requestSubmit());
    note.replaceChildren(`${gettext("Not sent.")} ${why} `, retry);
    note.hidden = false;
  }
}

const FAILING = /^(comment|checklist|label)/;

/** @type {Record<string, import("./forms").FormHandler>} */
export const COMMENT_FORMS = {
  "comment-create": (cardDialog, form) => {
    const field = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("comment"));
    const text = visibleText(field.value);
    if (!text) return false;
    const id = uuid7();
    cardDialog.page.commands.issue("comment.create", id, { id, cardId: cardDialog.cardId, text });
    field.defaultValue = "";
    clearField(field);
    cardDialog.showPending();
    field.focus({ preventScroll: true });
    // In the middle, because the field lies over the end of the list.
    document.getElementById(`comment-${id}`)?.scrollIntoView?.({ block: "center" });
    return undefined;
  },
  "comment-update": (cardDialog, form) => {
    const node = /** @type {HTMLElement} */ (form.closest(".comment"));
    const text = visibleText(String(new FormData(form).get("text")).replaceAll("\r\n", "\n"));
    const id = node.dataset.id ?? "";
    if (!text) return false;
    closeDetails(form);
    if (text !== node.dataset.text) cardDialog.page.commands.issue("comment.update", id, { id, text });
    return undefined;
  },
  "comment-delete": ({ page }, form) => {
    const { id = "" } = /** @type {HTMLElement} */ (form.closest(".comment")).dataset;
    page.commands.issue("comment.delete", id, { id });
  },
};

/** @param {HTMLFormElement} form */
export function closeDetails(form) {
  const details = form.closest("details");
  if (details) details.open = false;
}
