/** Completes the operators of a search field. Arrows choose, Enter or Tab accepts, Esc dismisses; the focus stays in the field. */

import "../page/first_load.js";
import { announce } from "../page/announce.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { enableStyles } from "../page/lazy_assets.js";
import { accept, fetchOptions, unfinishedIn } from "./suggestions.js";

const TYPING_MS = 90;
const GAP = 4;

/** A completed field is a combobox. @param {HTMLInputElement} field */
export function complete(field) {
  if (field.getAttribute("role") === "combobox") return;
  enableStyles("tools");
  new Completion(field);
}

class Completion {
  /** @type {HTMLElement[]} */
  #options = [];
  #index = -1;
  /** @type {AbortController | null} */
  #request = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLInputElement} field */
  constructor(field) {
    this.field = field;
    this.list = makeList(field);
    field.addEventListener("input", () => this.#askSoon());
    field.addEventListener("click", () => this.#askSoon());
    field.addEventListener("blur", () => this.close());
    // Before the handlers of the field's form and panel.
    field.addEventListener("keydown", (event) => this.#onKey(event), true);
    field.form?.addEventListener("submit", () => this.close());
    this.list.addEventListener("pointerdown", (event) => this.#onPress(event));
    addEventListener("resize", () => this.close());
    this.#askSoon();
  }

  get isOpen() {
    return this.#options.length > 0;
  }

  close() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#options = [];
    this.#index = -1;
    this.list.replaceChildren();
    if (this.list.matches(":popover-open")) this.list.hidePopover();
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  #askSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), TYPING_MS);
  }

  async #ask() {
    this.#request?.abort();
    const unfinished = unfinishedIn(this.field);
    if (!unfinished || document.activeElement !== this.field) { this.close(); return; }
    const asking = new AbortController();
    this.#request = asking;
    const options = await fetchOptions(this.field, unfinished, asking.signal);
    if (!asking.signal.aborted) this.#show(options, unfinished.word.includes(":"));
  }

  /** @param {HTMLElement[]} options @param {boolean} areValues of an operator; then Enter takes the first */
  #show(options, areValues) {
    const before = this.#options.length;
    if (!options.length) { this.close(); return; }
    this.#options = options;
    for (const [at, option] of options.entries()) option.id = `${this.list.id}-${at}`;
    this.list.replaceChildren(...options);
    this.list.scrollTop = 0;
    if (!this.list.matches(":popover-open")) this.list.showPopover?.();
    this.#place();
    this.field.setAttribute("aria-expanded", "true");
    this.#choose(areValues ? 0 : -1);
    const n = options.length;
    if (n !== before) announce(fill(ngettext("%(n)s suggestion", "%(n)s suggestions", n), { n }));
  }

  /** @param {number} index */
  #choose(index) {
    this.#index = index;
    for (const [at, option] of this.#options.entries()) option.setAttribute("aria-selected", String(at === index));
    const chosen = this.#options[index];
    if (chosen) this.field.setAttribute("aria-activedescendant", chosen.id);
    else this.field.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView?.({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (!this.isOpen) return;
    const n = this.#options.length;
    if (event.key === "ArrowDown") this.#choose((this.#index + 1) % n);
    else if (event.key === "ArrowUp") this.#choose(this.#index < 1 ? n - 1 : this.#index - 1);
    else if (event.key === "Escape") this.close();
    else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && this.#options[this.#index]) this.#accept(this.#index);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** @param {PointerEvent} event */
  #onPress(event) {
    event.preventDefault();
    const option = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[role=option]"));
    if (option) this.#accept(this.#options.indexOf(option));
  }

  /** @param {number} index */
  #accept(index) {
    const option = this.#options[index];
    this.close();
    if (option) accept(this.field, option);
  }

  /** Below the field, or above it where there is more room. */
  #place() {
    const at = this.field.getBoundingClientRect();
    const below = innerHeight - at.bottom - GAP;
    const height = this.list.offsetHeight;
    const isAbove = below < height && at.top > below;
    Object.assign(this.list.style, {
      left: `${at.left}px`,
      inlineSize: `${at.width}px`,
      top: `${isAbove ? Math.max(GAP, at.top - height - GAP) : at.bottom + GAP}px`,
      maxBlockSize: `${Math.min(320, (isAbove ? at.top : below) - GAP)}px`,
    });
  }
}

let lists = 0;

/** @param {HTMLInputElement} field @returns {HTMLElement} */
function makeList(field) {
  const list = Object.assign(document.createElement("div"), { id: `completions-${++lists}`, className: "completions", popover: "manual" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", gettext("Suggestions"));
  // In the same dialog or popover as the field: a press on it closes neither.
  field.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" })) {
    field.setAttribute(name, value);
  }
  field.setAttribute("aria-controls", list.id);
  return list;
}
