/** What is said on a card: writing, mentioning, changing and taking back. */

import { MentionList } from "../mentions/suggestions.js";
import { gettext } from "../page/i18n.js";
import { uuid7 } from "../page/uuid7.js";
import { empty } from "./draft_fields.js";

/** @typedef {import("./dialog").Sheet} Sheet */

const DRAFT = "comment";

export class SheetComments {
  /** @type {WeakMap<EventTarget, MentionList>} */
  #lists = new WeakMap();

  /** @param {Sheet} sheet */
  constructor(sheet) {
    this.sheet = sheet;
    const { dialog, page } = sheet;
    dialog.addEventListener("focusin", (event) => this.#attend(/** @type {HTMLElement} */ (event.target)));
    dialog.addEventListener("keydown", (event) => this.#key(event));
    dialog.addEventListener("click", (event) => this.#press(event));
    page.root.addEventListener("kr:failed", (event) => this.#failed(/** @type {CustomEvent} */ (event).detail));
  }

  /** @returns {HTMLTextAreaElement | null} */
  get field() {
    return this.sheet.body.querySelector("#new-comment");
  }

  /** @param {HTMLElement} field */
  #attend(field) {
    const list = /** @type {HTMLElement | null} */ (this.sheet.body.querySelector("#comment-mentions"));
    if (!list || this.#lists.has(field) || !field.matches("[data-form^=comment-] textarea")) return;
    const { page } = this.sheet;
    this.#lists.set(field, new MentionList({ board: page, me: page.me.id }, /** @type {HTMLTextAreaElement} */ (field), list));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const field = /** @type {HTMLTextAreaElement} */ (event.target);
    if (event.isComposing || !event.target) return;
    if (this.#lists.get(event.target)?.key(event)) { event.preventDefault(); event.stopPropagation(); }
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && field.matches("textarea, input")) { event.preventDefault(); field.form?.requestSubmit(); }
  }

  /** @param {MouseEvent} event */
  #press(event) {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("[data-action=comment-mention]")) this.#mention();
    const earlier = /** @type {HTMLElement | null} */ (target.closest("[data-action=comments-earlier]"));
    if (!earlier) return;
    event.preventDefault();
    this.sheet.comments = Number(earlier.dataset.more);
    this.sheet.refresh();
  }

  /** "@", where a name can follow. */
  #mention() {
    const { field } = this;
    if (!field) return;
    field.focus();
    const before = field.value.slice(0, field.selectionStart);
    field.setRangeText(!before || /\s$/.test(before) ? "@" : " @", field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** The words are not lost: they stand in the field again, to be sent once more. @param {{ entry: import("../types").Entry, refusal: import("../live/request_error").Refusal }} failure */
  async #failed({ entry: { type, entity, payload }, refusal }) {
    if (!FAILING.test(type)) return;
    const cardId = payload.cardId ?? this.sheet.cardId;
    const words = type.startsWith("comment") ? payload.text : "";
    if (words) this.sheet.drafts.giveBack(cardId, DRAFT, words);
    if (cardId !== this.sheet.cardId) return;
    this.sheet.body.querySelector(`[data-pending]#comment-${CSS.escape(entity)}`)?.remove();
    await this.sheet.refresh();
    if (words) this.#offerAgain(cardId, refusal.body.detail ?? "");
  }

  /** @param {string} cardId @param {string} why */
  #offerAgain(cardId, why) {
    const { field, sheet } = this;
    const note = /** @type {HTMLElement | null} */ (sheet.body.querySelector(`[data-draft-note="${DRAFT}"]`));
    if (!field || !note || sheet.cardId !== cardId) return;
    field.value = sheet.drafts.text(cardId, DRAFT);
    field.dataset.typed = "";
    const retry = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: gettext("Retry") });
    retry.addEventListener("click", () => field.form?.requestSubmit());
    note.replaceChildren(`${gettext("Not sent.")} ${why} `, retry);
    note.hidden = false;
  }
}

const FAILING = /^(comment|checklist|label)/;

/** @type {Record<string, import("./forms").Act>} */
export const COMMENT_FORMS = {
  "comment-create": (sheet, form) => {
    const field = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("comment"));
    const text = field.value.trim();
    if (!text) return false;
    const id = uuid7();
    sheet.page.changes.issue("comment.create", id, { id, cardId: sheet.cardId, text });
    sheet.drafts.drop(sheet.cardId, DRAFT);
    field.defaultValue = "";
    empty(field);
    sheet.paint();
    document.getElementById(`comment-${id}`)?.scrollIntoView?.({ block: "nearest" });
    field.focus();
    return undefined;
  },
  "comment-update": (sheet, form) => {
    const node = /** @type {HTMLElement} */ (form.closest(".comment"));
    const text = String(new FormData(form).get("text")).replaceAll("\r\n", "\n").trim();
    const id = node.dataset.id ?? "";
    if (!text) return false;
    fold(form);
    sheet.drafts.drop(sheet.cardId, `comment-${id}`);
    if (text !== node.dataset.text) sheet.page.changes.issue("comment.update", id, { id, text });
    return undefined;
  },
  "comment-delete": ({ page }, form) => {
    const { id = "" } = /** @type {HTMLElement} */ (form.closest(".comment")).dataset;
    page.changes.issue("comment.delete", id, { id });
  },
};

/** @param {HTMLFormElement} form */
export function fold(form) {
  const details = form.closest("details");
  if (details) details.open = false;
}
