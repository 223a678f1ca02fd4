/** Suggests members, and words for everyone, for what is typed after "@". Arrows choose, Enter or Tab accepts, Esc dismisses. */

import { announce } from "../page/announce.js";
import { fill, ngettext } from "../page/i18n.js";
import { avatarOf } from "../page/avatars.js";
import { matchingWords, uncalledNote } from "./everyone.js";
import { watchNote } from "./note.js";
import { mentionAt, completeMention, matchingMembers } from "./query.js";

/** What is offered: a name, of a member or a word for everyone. @typedef {{ name: string, userId?: string, about?: string }} Offer */

export class MentionSuggestions {
  /** @type {Offer[]} */
  #matches = [];
  #index = 0;
  /** Start of a mention dismissed with Esc: not suggested again. */
  #dismissedAt = -1;

  /**
   * @param {{ board: Pick<import("../board/page").BoardPage, "members" | "root">, me: string }} chat
   * @param {HTMLTextAreaElement} field
   * @param {HTMLElement} list
   */
  constructor(chat, field, list) {
    this.chat = chat;
    this.field = field;
    this.list = list;
    field.addEventListener("input", () => this.update());
    field.addEventListener("blur", () => this.close());
    field.addEventListener("click", () => this.update());
    watchNote(field, (text) => uncalledNote(text, { ...this.#place(), before: called(field) }));
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const item = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[role=option]"));
      if (item) { this.#index = [...this.list.children].indexOf(item); this.#accept(); }
    });
  }

  get isOpen() {
    return this.#matches.length > 0;
  }

  update() {
    const wanted = mentionAt(this.field.value, this.field.selectionStart);
    if (!wanted || wanted.start === this.#dismissedAt) { if (!wanted) this.#dismissedAt = -1; this.close(); return; }
    const before = this.#matches.length;
    this.#matches = this.#offers(wanted.query);
    this.#index = 0;
    if (!this.isOpen) { this.close(); return; }
    this.#render();
    const n = this.#matches.length;
    if (n !== before) announce(fill(ngettext("%(n)s suggestion", "%(n)s suggestions", n), { n }));
  }

  /** @param {string} query @returns {Offer[]} */
  #offers(query) {
    const words = matchingWords(query, this.#place());
    const people = matchingMembers([...this.chat.board.members.values()].filter(({ userId }) => userId !== this.chat.me), query);
    return [
      ...people.map(({ userId, displayName }) => ({ userId, name: displayName })),
      ...words.map(({ word, about }) => ({ name: word, about })),
    ];
  }

  /** Who writes where, for the words for everyone. */
  #place() {
    const { members, root } = this.chat.board;
    return {
      setting: this.list.dataset.mentionAll ?? "",
      role: root.dataset.role ?? "",
      language: document.documentElement.lang,
      names: [...members.values()].map(({ displayName }) => displayName),
    };
  }

  close() {
    this.#matches = [];
    if (this.list.matches(":popover-open")) this.list.hidePopover();
    this.field.removeAttribute("aria-controls");
    this.field.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the list handled the key */
  onKey({ key }) {
    if (!this.isOpen) return false;
    const n = this.#matches.length;
    if (key === "ArrowDown" || key === "ArrowUp") {
      this.#index = (this.#index + (key === "ArrowDown" ? 1 : n - 1)) % n;
      this.#highlight();
    } else if (key === "Enter" || key === "Tab") this.#accept();
    else if (key === "Escape") {
      this.#dismissedAt = mentionAt(this.field.value, this.field.selectionStart)?.start ?? -1;
      this.close();
    } else return false;
    return true;
  }

  #accept() {
    const offer = this.#matches[this.#index];
    const wanted = mentionAt(this.field.value, this.field.selectionStart);
    if (!offer || !wanted) return;
    const { text, caret } = completeMention(this.field.value, wanted.start, this.field.selectionStart, offer.name);
    this.field.value = text;
    this.field.setSelectionRange(caret, caret);
    this.close();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    // The input event opened the list again, but the mention is complete.
    this.close();
  }

  #render() {
    this.list.replaceChildren(...this.#matches.map((offer, i) => itemOf(offer, `${this.list.id}-${i}`)));
    if (!this.list.matches(":popover-open")) this.list.showPopover?.();
    this.#position();
    this.field.setAttribute("aria-controls", this.list.id);
    this.#highlight();
  }

  #highlight() {
    for (const [i, item] of [...this.list.children].entries()) item.setAttribute("aria-selected", String(i === this.#index));
    this.list.children[this.#index]?.scrollIntoView?.({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.#index}`);
  }

  #position() {
    const form = /** @type {Element} */ (this.field.closest("form")).getBoundingClientRect();
    Object.assign(this.list.style, {
      left: `${form.left}px`,
      inlineSize: `${form.width}px`,
      top: `${form.top - this.list.offsetHeight - 6}px`,
    });
  }
}

/** @param {Offer} offer @param {string} id */
function itemOf({ userId, name, about }, id) {
  const item = Object.assign(document.createElement("li"), { id, className: "mentions__item" });
  item.setAttribute("role", "option");
  const picture = userId ? avatarOf(userId, "av--sm") : Object.assign(document.createElement("i"), { className: "icon icon--users" });
  picture?.setAttribute("aria-hidden", "true");
  const text = Object.assign(document.createElement("span"), { dir: "auto", textContent: about ? `@${name}` : name });
  item.append(...(picture ? [picture] : []), text);
  if (about) item.append(" ", Object.assign(document.createElement("small"), { textContent: about }));
  return item;
}

/** The words that call everyone from the text that is edited, as it is shown. @param {HTMLElement} field */
function called(field) {
  const words = field.closest(".msg, .comment")?.querySelectorAll(".mention:not([data-user])") ?? [];
  return [...words].map((word) => word.textContent).join(" ");
}
