/** The board's filter: its address, its buttons and its panel. What it hides and fetches is in sift.js. */

import "../first_load.js";
import { announce } from "../../page/announce.js";
import { fill, gettext, ngettext } from "../../page/i18n.js";
import { toast } from "../../page/toasts.js";
import { wear } from "../../page/lazy_assets.js";
import { FilterPanel } from "./panel.js";
import { SOON, isEmpty, nothing, read, write } from "./predicate.js";
import { Sift } from "./filtered_board.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {import("./predicate").Wish} Wish */
/** @typedef {{ shown: number, all: number, busy: boolean, lost: boolean }} Told */

const QUIET_MS = 700;

/** @type {WeakMap<BoardPage, Filter>} */
const made = new WeakMap();

/** @param {BoardPage} page */
export function filterOf(page) {
  const filter = made.get(page) ?? new Filter(page);
  made.set(page, filter);
  return filter;
}

class Filter {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #saying;

  /** @param {BoardPage} page */
  constructor(page) {
    wear("tools");
    this.page = page;
    this.wish = nothing();
    this.panel = new FilterPanel(page, { changed: (wish) => this.#want(wish), count: () => this.#words });
    addEventListener("popstate", () => this.#follow());
    page.root.addEventListener("kr:event", (event) => this.#hear(/** @type {CustomEvent} */ (event).detail.event));
    document.addEventListener("keydown", (event) => this.#key(event));
    this.#words = "";
  }

  /** @param {string} what */
  press(what) {
    const { me } = this.page;
    if (what === "read") this.#read();
    else if (what === "clear") this.#clear();
    else if (what === "mine") this.#want({ ...this.wish, person: this.#isMine ? [] : [me.id] });
    else if (what === "soon") this.#want({ ...this.wish, due: this.#isSoon ? [] : SOON });
    else this.panel.toggle(this.wish);
  }

  #words;

  get #isMine() {
    return this.wish.person.includes(this.page.me.id);
  }

  get #isSoon() {
    return SOON.every((name) => this.wish.due.includes(name));
  }

  /** The address as it was opened; what nobody knows is left out of it. */
  #read() {
    const { wish, odd } = this.#wished();
    if (odd) toast({ text: gettext("A part of this filter is not known here and was left out."), kind: "info" });
    if (odd || !isEmpty(wish)) this.#want(wish);
  }

  /** "Back" and "forward" of the browser. */
  #follow() {
    if (location.pathname !== this.page.url) return;
    const { wish } = this.#wished();
    if (write(wish) !== write(this.wish)) this.#want(wish);
  }

  #wished() {
    const { people, labels } = this.page;
    return read(location.search, { label: (id) => labels.has(id), person: (id) => people.has(id) });
  }

  /** @param {Wish} wish */
  #want(wish) {
    this.wish = wish;
    if (location.pathname === this.page.url) history.replaceState(history.state, "", location.pathname + write(wish, location.search) + location.hash);
    const sift = this.page.sift;
    if (isEmpty(wish)) { sift?.stop(); this.#told(null); }
    else if (sift) sift.want(wish);
    else new Sift(this.page, wish, (told) => this.#told(told));
    this.panel.show(wish);
    this.#press("", !isEmpty(wish));
    this.#press("mine", this.#isMine);
    this.#press("soon", this.#isSoon);
  }

  #clear() {
    const focused = document.activeElement?.closest("#sifted, #sifted-none");
    if (!isEmpty(this.wish)) { this.#want(nothing()); this.#say(gettext("All cards are shown.")); }
    if (focused) this.#button("")?.focus();
  }

  /** @param {string} name */
  #button(name) {
    return /** @type {HTMLElement | null} */ (document.querySelector(`.toolbar > [data-filter="${name}"]`));
  }

  /** @param {string} name @param {boolean} on */
  #press(name, on) {
    this.#button(name)?.setAttribute("aria-pressed", String(on));
  }

  /** @param {Told | null} told */
  #told(told) {
    show("#sifted", Boolean(told));
    show("#sifted-none", Boolean(told && !told.shown && !told.busy));
    show("#sifted [data-note]", Boolean(told?.lost));
    const words = told ? wordsOf(told) : "";
    if (words === this.#words) return;
    this.#words = words;
    const text = document.querySelector("#sifted [data-text]");
    if (text) text.textContent = words;
    if (told && !told.busy) this.#say(words);
    this.panel.count(words);
  }

  /** When it has come to rest: not each letter is news. @param {string} text */
  #say(text) {
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => announce(text), QUIET_MS);
  }

  /** A label or a person that the filter asks for is gone. @param {import("../../types").LoggedEvent} event */
  #hear({ type, payload }) {
    if (type === "label.deleted" && this.wish.label.includes(payload.id)) this.#want({ ...this.wish, label: this.wish.label.filter((id) => id !== payload.id) });
    if (type === "member.removed" && this.wish.person.includes(payload.userId)) this.#want({ ...this.wish, person: this.wish.person.filter((id) => id !== payload.userId) });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape" || event.defaultPrevented || isEmpty(this.wish)) return;
    if (!document.querySelector("dialog[open], [popover]:popover-open") && !isTypedIn(/** @type {HTMLElement} */ (event.target))) this.#clear();
  }
}

/** The field of a dialog has the focus for one more frame after the dialog was closed. @param {HTMLElement} node */
function isTypedIn(node) {
  return node.matches("input, textarea, select, [contenteditable]") && node.checkVisibility();
}

/** "12 of 48 cards"; while the server is still asked, "12… of 48 cards". @param {Told} told */
function wordsOf({ shown, all, busy }) {
  return fill(ngettext("%(shown)s of %(all)s card", "%(shown)s of %(all)s cards", all), { shown: busy ? `${shown}…` : shown, all });
}

/** @param {string} selector @param {boolean} on */
function show(selector, on) {
  document.querySelector(selector)?.toggleAttribute("hidden", !on);
}
