/**
 * A list to pick from, with a search line: a popover that acts at each pick. With several choices it stays open, and
 * ticking again takes a choice back; with a single one it closes. Nothing waits to be saved, so closing loses nothing.
 */

import "../page/first_load.js";
import { announce, topDialog } from "../page/announce.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { matchOptions } from "./ranking.js";

/**
 * @typedef {{ id: string, name: string, state?: "on" | "off" | "some", picture?: () => HTMLElement | null, note?: string }} Option
 * @typedef {{
 *   title: string,
 *   options: () => Option[],
 *   isMultiple?: boolean,
 *   empty?: string,
 *   pick: (option: Option) => void,
 *   create?: (text: string) => { label: string, run: () => void } | null,
 *   more?: { label: string, isShown?: () => boolean, run: () => void },
 *   closed?: () => void,
 * }} Choices
 */

const NEW = "new";
/** On a phone the style sheet places it, at the top, above the keyboard. */
const NARROW = "(max-width: 720px)";
let pickers = 0;

export class ListPicker {
  /** @type {Option[]} */
  #shown = [];
  #index = 0;

  /** @param {Choices} choices */
  constructor(choices) {
    this.choices = choices;
    this.id = `picker-${++pickers}`;
    this.field = this.#makeField();
    this.list = this.#makeList();
    this.box = this.#makeBox();
  }

  /** @param {(box: HTMLElement) => void} place puts the picker into its place in the window */
  open(place) {
    // Outside an open modal dialog everything is inert.
    (topDialog() ?? document.body).append(this.box);
    this.box.showPopover?.();
    this.#draw();
    if (!globalThis.matchMedia?.(NARROW).matches) place(this.box);
    this.field.focus();
  }

  close() {
    if (!this.box.isConnected) return;
    const focused = this.box.contains(document.activeElement);
    this.box.remove();
    if (focused || document.activeElement === document.body) this.choices.closed?.();
  }

  get isOpen() {
    return this.box.isConnected;
  }

  /** Shows the choices as they are now. The chosen one stays chosen. */
  refresh() {
    const id = this.#shown[this.#index]?.id;
    this.#draw();
    const at = this.#shown.findIndex((option) => option.id === id);
    if (at >= 0) this.#choose(at);
  }

  #draw() {
    const { options, create, empty } = this.choices;
    const text = this.field.value.trim();
    const offer = text && create?.(text);
    const found = matchOptions(options(), text);
    this.#shown = offer ? [...found, { id: NEW, name: offer.label, picture: plus }] : found;
    this.list.replaceChildren(...this.#shown.map((option, at) => this.#row(option, at)));
    const more = /** @type {HTMLElement | null} */ (this.box.querySelector(".choices__more"));
    if (more) more.hidden = this.choices.more?.isShown?.() === false;
    const note = /** @type {HTMLElement} */ (this.box.querySelector("[data-empty]"));
    note.hidden = this.#shown.length > 0;
    note.textContent = text ? gettext("Nothing found.") : (empty ?? gettext("Nothing to choose from."));
    this.#choose(0);
  }

  /** @param {number} at */
  #choose(at) {
    this.#index = at;
    const rows = [...this.list.children];
    for (const [i, row] of rows.entries()) row.setAttribute("aria-selected", String(i === at));
    const row = rows[at];
    if (row) this.field.setAttribute("aria-activedescendant", row.id);
    else this.field.removeAttribute("aria-activedescendant");
    row?.scrollIntoView?.({ block: "nearest" });
  }

  /** @param {number} at */
  #pick(at) {
    const option = this.#shown[at];
    if (!option) return;
    const { pick, create, isMultiple } = this.choices;
    const isNew = option.id === NEW;
    if (!isMultiple) this.close();
    if (isNew) create?.(this.field.value.trim())?.run();
    else pick(option);
    if (!isMultiple) return;
    if (isNew) this.field.value = "";
    this.refresh();
    this.field.select();
    this.#announce(option, isNew);
  }

  /** @param {Option} option @param {boolean} isNew */
  #announce({ id, name }, isNew) {
    const now = this.#shown.find((option) => option.id === id);
    if (!isNew && now) announce(fill(now.state === "on" ? gettext("%(name)s: on") : gettext("%(name)s: off"), { name }));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { key } = event;
    const n = this.#shown.length;
    if (key === "ArrowDown" && n) this.#choose((this.#index + 1) % n);
    else if (key === "ArrowUp" && n) this.#choose((this.#index - 1 + n) % n);
    else if (key === "Enter") this.#pick(this.#index);
    else if (key === "Escape") this.close();
    else if (key === "Tab" && !this.choices.more) this.close();
    else { event.stopPropagation(); return; }
    // Neither the dialog nor the board below sees the key.
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {Option} option @param {number} at */
  #row({ name, state, picture, note }, at) {
    const row = Object.assign(document.createElement("li"), { id: `${this.id}-${at}`, className: "choice" });
    row.setAttribute("role", "option");
    if (state) row.setAttribute("aria-checked", state === "some" ? "mixed" : String(state === "on"));
    const shown = picture?.();
    if (shown) row.append(shown);
    row.append(Object.assign(document.createElement("span"), { className: "choice__name", dir: "auto", textContent: name }));
    if (note) row.append(Object.assign(document.createElement("small"), { textContent: note }));
    if (state) row.append(Object.assign(document.createElement("span"), { className: "choice__tick" }));
    row.addEventListener("click", () => this.#pick([...this.list.children].indexOf(row)));
    row.addEventListener("pointermove", () => { if (row.getAttribute("aria-selected") !== "true") this.#choose(at); });
    return row;
  }

  #makeField() {
    const { title } = this.choices;
    const field = document.createElement("input");
    Object.assign(field, { type: "text", className: "choices__field", autocomplete: "off", dir: "auto", placeholder: title });
    const about = { "role": "combobox", "aria-label": title, "aria-autocomplete": "list", "aria-expanded": "true" };
    for (const [name, value] of Object.entries(about)) field.setAttribute(name, value);
    field.setAttribute("aria-controls", `${this.id}-list`);
    field.addEventListener("input", () => { this.#draw(); this.#announceCount(); });
    field.addEventListener("keydown", (event) => this.#onKey(event));
    return field;
  }

  #announceCount() {
    const n = this.#shown.length;
    announce(fill(ngettext("%(n)s suggestion", "%(n)s suggestions", n), { n }));
  }

  #makeList() {
    const list = Object.assign(document.createElement("ul"), { id: `${this.id}-list`, className: "choices__list" });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.choices.title);
    if (this.choices.isMultiple) list.setAttribute("aria-multiselectable", "true");
    // The focus stays in the search line.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    return list;
  }

  #makeBox() {
    const box = Object.assign(document.createElement("div"), { className: "menu choices", id: this.id, popover: "auto" });
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", this.choices.title);
    const note = Object.assign(document.createElement("p"), { className: "choices__empty", hidden: true });
    note.dataset.empty = "";
    box.append(this.field, this.list, note);
    if (this.choices.more) box.append(this.#makeMore(this.choices.more));
    box.addEventListener("toggle", (event) => { if (/** @type {ToggleEvent} */ (event).newState === "closed") this.close(); });
    return box;
  }

  /** @param {NonNullable<Choices["more"]>} more */
  #makeMore({ label, run }) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn choices__more", textContent: label });
    button.addEventListener("click", () => { this.box.remove(); run(); });
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    });
    return button;
  }
}

function plus() {
  return Object.assign(document.createElement("i"), { className: "icon icon--plus" });
}
