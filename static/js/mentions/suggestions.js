/** The members that fit what is typed after "@": arrows choose, Enter or Tab takes, Esc leaves. */

import { announce } from "../page/announce.js";
import { fill, ngettext } from "../page/i18n.js";
import { avatarOf } from "../page/avatars.js";
import { asked, completed, fitting } from "./query.js";

export class MentionList {
  /** @type {import("../types").Member[]} */
  #fit = [];
  #at = 0;
  /** Left with Esc: not offered again for the same "@". */
  #left = -1;

  /** @param {{ board: Pick<import("../board/page").BoardPage, "people">, me: string }} chat @param {HTMLTextAreaElement} field @param {HTMLElement} list */
  constructor(chat, field, list) {
    this.chat = chat;
    this.field = field;
    this.list = list;
    field.addEventListener("input", () => this.look());
    field.addEventListener("blur", () => this.close());
    field.addEventListener("click", () => this.look());
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const item = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[role=option]"));
      if (item) { this.#at = [...this.list.children].indexOf(item); this.#take(); }
    });
  }

  get open() {
    return this.#fit.length > 0;
  }

  look() {
    const wanted = asked(this.field.value, this.field.selectionStart);
    if (!wanted || wanted.start === this.#left) { if (!wanted) this.#left = -1; this.close(); return; }
    const others = [...this.chat.board.people.values()].filter(({ userId }) => userId !== this.chat.me);
    const before = this.#fit.length;
    this.#fit = fitting(others, wanted.query);
    this.#at = 0;
    if (!this.open) { this.close(); return; }
    this.#draw();
    const n = this.#fit.length;
    if (n !== before) announce(fill(ngettext("%(n)s member fits", "%(n)s members fit", n), { n }));
  }

  close() {
    this.#fit = [];
    if (this.list.matches(":popover-open")) this.list.hidePopover();
    this.field.removeAttribute("aria-controls");
    this.field.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event @returns {boolean} was it meant for the list */
  key({ key }) {
    if (!this.open) return false;
    const n = this.#fit.length;
    if (key === "ArrowDown" || key === "ArrowUp") { this.#at = (this.#at + (key === "ArrowDown" ? 1 : n - 1)) % n; this.#mark(); }
    else if (key === "Enter" || key === "Tab") this.#take();
    else if (key === "Escape") { this.#left = asked(this.field.value, this.field.selectionStart)?.start ?? -1; this.close(); }
    else return false;
    return true;
  }

  #take() {
    const member = this.#fit[this.#at];
    const wanted = asked(this.field.value, this.field.selectionStart);
    if (!member || !wanted) return;
    const { text, caret } = completed(this.field.value, wanted.start, this.field.selectionStart, member.displayName);
    this.field.value = text;
    this.field.setSelectionRange(caret, caret);
    this.close();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    // The name is done: what follows the "@" is no longer a question.
    this.close();
  }

  #draw() {
    this.list.replaceChildren(...this.#fit.map((member, i) => {
      const item = Object.assign(document.createElement("li"), { id: `${this.list.id}-${i}`, className: "mentions__item" });
      item.setAttribute("role", "option");
      const avatar = avatarOf(member.userId, "av--sm");
      avatar?.setAttribute("aria-hidden", "true");
      item.append(...(avatar ? [avatar] : []), Object.assign(document.createElement("span"), { textContent: member.displayName }));
      return item;
    }));
    if (!this.list.matches(":popover-open")) this.list.showPopover?.();
    this.#place();
    this.field.setAttribute("aria-controls", this.list.id);
    this.#mark();
  }

  #mark() {
    for (const [i, item] of [...this.list.children].entries()) item.setAttribute("aria-selected", String(i === this.#at));
    this.list.children[this.#at]?.scrollIntoView?.({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.#at}`);
  }

  #place() {
    const form = /** @type {Element} */ (this.field.closest("form")).getBoundingClientRect();
    Object.assign(this.list.style, { left: `${form.left}px`, inlineSize: `${form.width}px`, top: `${form.top - this.list.offsetHeight - 6}px` });
  }
}
