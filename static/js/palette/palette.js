/** The command palette: one search field above a list of results and commands. Arrows choose while the focus stays in the field. */

import "../page/first_load.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { request } from "../page/requests.js";
import { trusted } from "../page/trusted_html.js";
import { formatTimes } from "../page/time.js";
import { closeFromBackdrop } from "../steady/backdrop.js";
import { fold } from "../texts/fold.js";
import { isDark, runCommand } from "./commands.js";
import { PaletteCompletion } from "./palette_completion.js";
import { cardsOnPage, keepMatching, mergeHits } from "./page_cards.js";
import { isCommand, isCompletion, isHarmless, openOnThisBoard, optionFor, optionOf, rememberOption } from "./palette_options.js";
import { recentItems } from "./recent_items.js";

const TYPING_MS = 140;
const QUIET_MS = 600;
/** With its value, or where its value is being typed. */
const OPERATOR = /(?<=^|\s)-?(\p{L}+)[:：](?=\S|$)/gu;

/** @type {Palette | null} */
let palette = null;

/** Runs after the dialog was opened; something may have been typed already. @param {HTMLDialogElement} dialog */
export function onOpen(dialog) {
  palette ??= new Palette(dialog);
  palette.onOpen();
}

class Palette {
  /** @type {AbortController | null} */
  #request = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typingTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #announceTimer;
  /** The query of the shown results. */
  #shown = "";
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.form = /** @type {HTMLFormElement} */ (this.dialog.querySelector("form"));
    this.field = /** @type {HTMLInputElement} */ (this.dialog.querySelector("input"));
    this.list = this.part(".palette__list");
    this.found = this.part("[data-found]");
    this.here = this.part("[data-here]");
    this.completion = new PaletteCompletion(this.field, this.part("[data-completions]"), () => this.#chooseFirst());
    this.field.addEventListener("input", () => this.#onInput());
    this.field.addEventListener("keydown", (event) => this.#onKey(event));
    this.form.onsubmit = (event) => { event.preventDefault(); this.#submit(this.#current); };
    this.list.addEventListener("click", (event) => this.#onClick(event));
    this.list.addEventListener("pointermove", (event) => this.#choose(optionOf(event.target), false));
    closeFromBackdrop(this.dialog);
    this.dialog.addEventListener("close", () => { this.#request?.abort(); this.completion.close(); this.form.reset(); });
  }

  /** @param {string} selector */
  part(selector) {
    return /** @type {HTMLElement} */ (this.dialog.querySelector(selector));
  }

  onOpen() {
    if (!this.dialog.open) return;
    for (const menu of document.querySelectorAll("[popover]:popover-open")) /** @type {HTMLElement} */ (menu).hidePopover();
    this.dialog.dataset.role = /** @type {HTMLElement | null} */ (document.querySelector(".app, .page"))?.dataset.role ?? "member";
    this.field.focus();
    this.#showRecent();
    if ("entered" in this.dialog.dataset) this.#submit(null);
    else { this.#filterOptions(); this.#search(); this.completion.ask(); }
    delete this.dialog.dataset.entered;
  }

  // ── Search ──────────────────────────────────────────────────────────────────────────────────────

  get #words() {
    return this.field.value.trim();
  }

  #onInput() {
    clearTimeout(this.#typingTimer);
    this.#showHere();
    this.#filterOptions();
    this.#chooseFirst();
    this.part("[data-searching]").hidden = false;
    this.#typingTimer = setTimeout(() => this.#search(), TYPING_MS);
  }

  async #search() {
    clearTimeout(this.#typingTimer);
    this.#request?.abort();
    const asking = new AbortController();
    this.#request = asking;
    const words = this.#words;
    this.dialog.setAttribute("aria-busy", "true");
    this.part("[data-searching]").hidden = false;
    try {
      const response = await request(`${this.dialog.dataset.url}?${new URLSearchParams({ q: words })}`, { signal: asking.signal });
      if (!response.ok) throw new Error(`${response.status}`);
      const fresh = document.importNode(trusted(await response.text()), true);
      if (asking.signal.aborted) return;
      this.#show(fresh, words);
    } catch (error) {
      if (!asking.signal.aborted) this.#onOffline();
    } finally {
      if (this.#request === asking) {
        this.dialog.removeAttribute("aria-busy");
        this.part("[data-searching]").hidden = true;
      }
    }
  }

  /** @param {DocumentFragment} fresh @param {string} words */
  #show(fresh, words) {
    this.#shown = words;
    mergeHits(this.here, fresh);
    this.found.replaceChildren(fresh);
    formatTimes(this.list);
    delete this.dialog.dataset.lost;
    this.#filterOptions();
    // The option that is chosen stays so: it may be about to be pressed.
    const kept = this.#current;
    if (kept && this.here.contains(kept)) this.field.setAttribute("aria-activedescendant", kept.id);
    else this.#chooseFirst();
  }

  /** Shows the cards of this board that match, without the server, and of the last query's hits only those that still match. */
  #showHere() {
    const words = this.#words;
    for (const old of this.here.querySelectorAll("[role=option]")) old.remove();
    const options = this.#hasOperator(words) ? [] : cardsOnPage(words);
    this.here.append(...options);
    this.here.hidden = !options.length;
    keepMatching(this.found, this.here, words);
  }

  #onOffline() {
    this.found.replaceChildren();
    this.dialog.dataset.lost = "";
    this.#filterOptions();
    this.#chooseFirst();
  }

  // ── List ─────────────────────────────────────────────────────────────────────────

  /** @returns {HTMLElement[]} */
  get #options() {
    return /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll("[role=option]:not([hidden])")]).filter(
      (option) => !option.closest("[hidden]") && (option.checkVisibility?.() ?? true),
    );
  }

  #showRecent() {
    const place = this.part("[data-recent]");
    for (const old of place.querySelectorAll("[role=option]")) old.remove();
    place.append(...recentItems(this.dialog.dataset.me ?? "").map(optionFor));
  }

  /** Filters the options: recent items without a query, commands by name. Results are filtered by the server. */
  #filterOptions() {
    const words = this.#words;
    const place = this.part("[data-recent]");
    place.hidden = Boolean(words) || !place.querySelector("[role=option]");
    let shown = 0;
    for (const option of /** @type {NodeListOf<HTMLElement>} */ (this.part("[data-commands]").querySelectorAll("[role=option]"))) {
      option.hidden = !this.#matches(option, words);
      if (!option.hidden) shown += 1;
    }
    this.part("[data-commands]").hidden = !shown;
    this.#updateStatus(words);
  }

  /** @param {HTMLElement} option @param {string} words */
  #matches(option, words) {
    const dark = isDark();
    if ((option.dataset.do === "dark" && dark) || (option.dataset.do === "light" && !dark)) return false;
    const name = option.querySelector("[data-name]");
    option.dataset.named ??= name?.textContent ?? "";
    const isTyped = isCommand(option.dataset.named, words);
    option.toggleAttribute("data-typed", isTyped);
    if (option.dataset.do === "card" && name) {
      name.textContent = words && !isTyped ? fill(gettext("New card “%(title)s”"), { title: words }) : option.dataset.named;
      return !this.#hasOperator(words);
    }
    const shown = fold(option.dataset.named);
    return fold(words).split(" ").every((word) => shown.includes(word));
  }

  /** Whether it is a search and no title: "to: ask Ann" has a blank behind the colon. @param {string} words */
  #hasOperator(words) {
    const operators = (this.field.dataset.operators ?? "").split(" ");
    return [...words.toLowerCase().matchAll(OPERATOR)].some(([, name]) => operators.includes(name));
  }

  /** @param {string} words */
  #updateStatus(words) {
    const none = this.part("[data-none]");
    const lost = "lost" in this.dialog.dataset;
    const nothing = words !== "" && words === this.#shown && !this.found.childElementCount && this.here.hidden && !this.completion.isValue;
    none.hidden = !lost && !nothing;
    none.textContent = lost
      ? gettext("You’re offline, so search is unavailable. The commands listed here still work.")
      : fill(gettext("Nothing in your projects matches “%(words)s”."), { words });
    const all = /** @type {HTMLAnchorElement} */ (this.part("[data-all]"));
    all.href = words ? `${this.form.action}?${new URLSearchParams({ q: words })}` : this.form.action;
    clearTimeout(this.#announceTimer);
    this.#announceTimer = setTimeout(() => this.#announce(none), QUIET_MS);
  }

  /** @param {HTMLElement} none */
  #announce(none) {
    if (!this.part("[data-searching]").hidden) return;
    const length = this.found.querySelectorAll("[role=option]").length + this.here.querySelectorAll("[role=option]").length;
    const words = none.hidden ? fill(ngettext("%(n)s result", "%(n)s results", length), { n: length }) : (none.textContent ?? "");
    this.part("[data-status]").textContent = words;
  }

  // ── Keyboard and choice ────────────────────────────────────────────────────────────────────────

  /** @returns {HTMLElement | null} */
  get #current() {
    return this.list.querySelector("[aria-selected=true]:not([hidden])");
  }

  /**
   * After hits or completions have changed: chooses the best hit, or where the value of an operator is typed, the first completion. Neither
   * what creates something is chosen, nor the name of an operator: the typed word may be all that is meant.
   */
  #chooseFirst() {
    const options = this.#options.filter(isHarmless);
    this.#updateStatus(this.#words);
    const first = this.completion.isValue ? options[0] : options.find((option) => !isCompletion(option));
    this.#choose(first ?? null);
  }

  /** @param {HTMLElement | null} option @param {boolean} [scroll] */
  #choose(option, scroll = true) {
    if (option === this.#current && option) return;
    for (const old of this.list.querySelectorAll("[aria-selected=true]")) old.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
    if (!scroll || !option) return;
    if (option === this.#options[0]) this.list.scrollTop = 0;
    else option.scrollIntoView?.({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key === "Tab" && !event.shiftKey && this.completion.acceptFirst(this.#current)) { event.preventDefault(); return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { length } = this.#options;
    if (!step || !length) return;
    event.preventDefault();
    const at = this.#options.indexOf(/** @type {HTMLElement} */ (this.#current));
    this.#choose(this.#options[(at + step + length) % length] ?? null);
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const option = optionOf(event.target);
    if (!option) return;
    if (isCompletion(option)) { event.preventDefault(); this.completion.accept(option); this.field.focus(); return; }
    rememberOption(this.dialog, option);
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (option.dataset.do) { this.#runCommand(option); return; }
    if (openOnThisBoard(/** @type {HTMLAnchorElement} */ (option))) event.preventDefault();
    this.dialog.close();
  }

  /** Runs the chosen option. Enter before the response has arrived waits for it. @param {HTMLElement | null} option */
  async #submit(option) {
    const isAtHand = option && (option.dataset.do || isCompletion(option) || this.here.contains(option));
    if (this.#words !== this.#shown && !isAtHand) {
      await this.#search();
      if (this.#words === this.#shown) this.#open(this.#options.find((each) => !isCompletion(each) && isHarmless(each)));
    } else this.#open(option);
  }

  /** Opens an option; without one, the page of results, which says what is nowhere. @param {HTMLElement | null | undefined} option */
  #open(option) {
    if (option) option.click();
    else if (this.#words && !("lost" in this.dialog.dataset)) this.part("[data-all]").click();
  }

  /** @param {HTMLElement} option */
  #runCommand({ dataset: { do: what = "", typed } }) {
    const words = typed === undefined ? this.#words : "";
    this.dialog.close();
    runCommand(what, words);
  }
}
