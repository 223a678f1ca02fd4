/** The board's filter: its query in the address, its buttons and its panel. Hiding and fetching cards is in filtered_board.js. */

import "../first_load.js";
import { announce } from "../../page/announce.js";
import { fill, gettext, ngettext } from "../../page/i18n.js";
import { toast } from "../../page/toasts.js";
import { enableStyles } from "../../page/lazy_assets.js";
import { FilterPanel } from "./panel.js";
import { SOON, isEmpty, emptyQuery, parseQuery, formatQuery } from "./predicate.js";
import { FilteredBoard } from "./filtered_board.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {import("./predicate").FilterQuery} FilterQuery */
/** @typedef {{ shown: number, all: number, busy: boolean, lost: boolean }} FilterCounts */

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
  #announcing;

  /** @param {BoardPage} page */
  constructor(page) {
    enableStyles("tools");
    this.page = page;
    this.query = emptyQuery();
    this.panel = new FilterPanel(page, { changed: (query) => this.#setQuery(query), count: () => this.#words });
    addEventListener("popstate", () => this.#onPopState());
    page.root.addEventListener("kr:event", (event) => this.#onEvent(/** @type {CustomEvent} */ (event).detail.event));
    document.addEventListener("keydown", (event) => this.#onKey(event));
    this.#words = "";
  }

  /** @param {string} what */
  run(what) {
    const { me } = this.page;
    if (what === "read") this.#readAddress();
    else if (what === "clear") this.#clear();
    else if (what === "mine") this.#setQuery({ ...this.query, person: this.#isMine ? [] : [me.id] });
    else if (what === "soon") this.#setQuery({ ...this.query, due: this.#isSoon ? [] : SOON });
    else this.panel.toggle(this.query);
  }

  #words;

  get #isMine() {
    return this.query.person.includes(this.page.me.id);
  }

  get #isSoon() {
    return SOON.every((name) => this.query.due.includes(name));
  }

  /** Applies the query in the address and drops unknown labels and members from it. */
  #readAddress() {
    const { query, hasUnknown } = this.#queryInAddress();
    if (hasUnknown) toast({ text: gettext("Part of this filter doesn’t apply here and was ignored."), kind: "info" });
    if (hasUnknown || !isEmpty(query)) this.#setQuery(query);
  }

  /** Follows the browser's back and forward. */
  #onPopState() {
    if (location.pathname !== this.page.url) return;
    const { query } = this.#queryInAddress();
    if (formatQuery(query) !== formatQuery(this.query)) this.#setQuery(query);
  }

  #queryInAddress() {
    const { members, labels } = this.page;
    return parseQuery(location.search, { label: (id) => labels.has(id), person: (id) => members.has(id) });
  }

  /** @param {FilterQuery} query */
  #setQuery(query) {
    this.query = query;
    if (location.pathname === this.page.url) {
      history.replaceState(history.state, "", location.pathname + formatQuery(query, location.search) + location.hash);
    }
    const filtered = this.page.filtered;
    if (isEmpty(query)) { filtered?.stop(); this.#showCounts(null); }
    else if (filtered) filtered.setQuery(query);
    else new FilteredBoard(this.page, query, (counts) => this.#showCounts(counts));
    this.panel.show(query);
    this.#setPressed("", !isEmpty(query));
    this.#setPressed("mine", this.#isMine);
    this.#setPressed("soon", this.#isSoon);
  }

  #clear() {
    const focused = document.activeElement?.closest("#sifted, #sifted-none");
    this.panel.forgetTyped();
    if (!isEmpty(this.query)) { this.#setQuery(emptyQuery()); this.#announceLater(gettext("All cards are shown.")); }
    if (focused) this.#button("")?.focus();
  }

  /** @param {string} name */
  #button(name) {
    return /** @type {HTMLElement | null} */ (document.querySelector(`.toolbar > [data-filter="${name}"]`));
  }

  /** @param {string} name @param {boolean} on */
  #setPressed(name, on) {
    this.#button(name)?.setAttribute("aria-pressed", String(on));
  }

  /** @param {FilterCounts | null} counts */
  #showCounts(counts) {
    show("#sifted", Boolean(counts));
    show("#sifted-none", Boolean(counts && !counts.shown && !counts.busy));
    show("#sifted [data-note]", Boolean(counts?.lost));
    const words = counts ? countText(counts) : "";
    if (words === this.#words) return;
    this.#words = words;
    const text = document.querySelector("#sifted [data-text]");
    if (text) text.textContent = words;
    if (counts && !counts.busy) this.#announceLater(words);
    this.panel.count(words);
  }

  /** Announces a text after a pause, so that not every keystroke is read out. @param {string} text */
  #announceLater(text) {
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => announce(text), QUIET_MS);
  }

  /** Removes a deleted label or member from the query. @param {import("../../types").LoggedEvent} event */
  #onEvent({ type, payload }) {
    if (type === "label.deleted" && this.query.label.includes(payload.id)) {
      this.#setQuery({ ...this.query, label: this.query.label.filter((id) => id !== payload.id) });
    }
    if (type === "member.removed" && this.query.person.includes(payload.userId)) {
      this.#setQuery({ ...this.query, person: this.query.person.filter((id) => id !== payload.userId) });
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key !== "Escape" || event.defaultPrevented || isEmpty(this.query)) return;
    if (!document.querySelector("dialog[open], [popover]:popover-open") && !isTypedIn(/** @type {HTMLElement} */ (event.target))) {
      this.#clear();
    }
  }
}

/** Is the node a visible field? A closed dialog's field keeps the focus for one more frame. @param {HTMLElement} node */
function isTypedIn(node) {
  return node.matches("input, textarea, select, [contenteditable]") && node.checkVisibility();
}

/** "12 of 48 cards", or "12… of 48 cards" while requests are pending. @param {FilterCounts} counts */
function countText({ shown, all, busy }) {
  return fill(ngettext("%(shown)s of %(all)s card", "%(shown)s of %(all)s cards", all), { shown: busy ? `${shown}…` : shown, all });
}

/** @param {string} selector @param {boolean} on */
function show(selector, on) {
  document.querySelector(selector)?.toggleAttribute("hidden", !on);
}
