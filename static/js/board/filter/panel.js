/** The panel of the board's filter: words, labels, members and due dates. */

import { toast } from "../../page/toasts.js";
import { gettext } from "../../page/i18n.js";
import { request } from "../../page/requests.js";
import { placeInWindow } from "../input/menus.js";
import { emptyQuery } from "./predicate.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {import("./predicate").FilterQuery} FilterQuery */
/** @typedef {{ value: string, text: string, hue?: string }} Option */

const TYPING_MS = 150;
const NARROW = "(max-width: 720px)";

export class FilterPanel {
  /** @type {HTMLFormElement | null} */
  #form = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;

  /** @param {BoardPage} page @param {{ changed: (query: FilterQuery) => void, count: () => string }} options */
  constructor(page, options) {
    this.page = page;
    this.options = options;
  }

  /** @param {FilterQuery} query */
  toggle(query) {
    const form = this.#form ?? this.#make();
    if (form.matches(":popover-open")) { form.hidePopover(); return; }
    this.#fill(query);
    form.showPopover();
    const button = document.querySelector(".toolbar > [data-action=filter]");
    if (button && !matchMedia(NARROW).matches) placeInWindow(form, button.getBoundingClientRect());
    searchField(form).focus();
    this.#refreshLabels(query);
  }

  /** Shows a query in the fields, wherever it was set. @param {FilterQuery} query */
  show(query) {
    const form = this.#form;
    if (!form) return;
    const field = searchField(form);
    // What was typed a moment ago is not part of the query yet.
    if (this.#typing === undefined && (document.activeElement !== field || !query.q)) field.value = query.q;
    for (const name of /** @type {const} */ (["label", "person", "due"])) {
      for (const box of boxes(form, name)) box.checked = query[name].includes(box.value);
    }
  }

  /** What was typed a moment ago becomes no part of the query. */
  forgetTyped() {
    clearTimeout(this.#typing);
    this.#typing = undefined;
  }

  /** @param {string} text */
  count(text) {
    const node = this.#form?.querySelector("[data-count]");
    if (node) node.textContent = text;
  }

  #make() {
    const blank = /** @type {HTMLTemplateElement} */ (document.getElementById("filter-blank"));
    const form = /** @type {HTMLFormElement} */ (document.importNode(blank.content, true).firstElementChild);
    form.addEventListener("submit", (event) => { event.preventDefault(); form.hidePopover(); });
    form.addEventListener("input", (event) => {
      this.forgetTyped();
      const changed = () => { this.#typing = undefined; this.options.changed(queryOf(form)); };
      this.#typing = setTimeout(changed, event.target === searchField(form) ? TYPING_MS : 0);
    });
    document.querySelector(".app")?.append(form);
    this.#form = form;
    return form;
  }

  /** @param {FilterQuery} query */
  #fill(query) {
    const { members, labels, me } = this.page;
    const own = [...members.values()].sort((a, b) => Number(b.userId === me.id) - Number(a.userId === me.id));
    this.#offer("label", [...labels.values()].map(({ id, name, color }) => ({ value: id, text: name, hue: color })));
    this.#offer("person", own.map(({ userId, displayName }) => ({ value: userId, text: displayName })));
    this.show(query);
    this.count(this.options.count());
  }

  /** @param {"label" | "person"} name @param {Option[]} options */
  #offer(name, options) {
    const place = this.#form?.querySelector(`[data-field=${name}] [data-options]`);
    if (!place) return;
    for (const old of [...place.children].slice(0, -1)) old.remove();
    place.prepend(...options.map((option) => chip(name, option)));
  }

  /** Fetches the labels again: other members create and change them too. @param {FilterQuery} query */
  async #refreshLabels(query) {
    const headers = { Accept: "application/json" };
    const response = await request(`/api/v1${this.page.url}/labels?limit=200`, { headers }).catch(() => null);
    if (!response?.ok) { if (response) toast({ text: gettext("The labels couldn’t be loaded."), kind: "warn" }); return; }
    /** @type {{ results: import("../../types").Label[] }} */
    const { results } = await response.json();
    const fetched = JSON.stringify(results.map(({ id, name, color }) => [id, name, color]));
    if (fetched === JSON.stringify([...this.page.labels.values()].map(({ id, name, color }) => [id, name, color]))) return;
    this.page.labels = new Map(results.map((label) => [label.id, label]));
    const form = this.#form;
    if (form?.matches(":popover-open")) this.#fill({ ...query, ...queryOf(form) });
  }
}

/** @param {string} name @param {Option} option */
function chip(name, { value, text, hue }) {
  const blank = /** @type {HTMLTemplateElement} */ (document.getElementById("filter-option"));
  const node = /** @type {HTMLElement} */ (document.importNode(blank.content, true).firstElementChild);
  const box = /** @type {HTMLInputElement} */ (node.querySelector("input"));
  Object.assign(box, { name, value });
  if (hue) node.dataset.hue = hue;
  const face = node.querySelector("span");
  if (face) face.textContent = text;
  return node;
}

/** @param {HTMLFormElement} form @returns {FilterQuery} */
function queryOf(form) {
  const chosen = (/** @type {string} */ name) => boxes(form, name).filter((box) => box.checked).map((box) => box.value);
  return { ...emptyQuery(), q: searchField(form).value, label: chosen("label"), person: chosen("person"), due: chosen("due") };
}

/** @param {HTMLFormElement} form @param {string} name @returns {HTMLInputElement[]} */
function boxes(form, name) {
  return /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(`input[name="${name}"]`)]);
}

/** @param {HTMLFormElement} form */
function searchField(form) {
  return /** @type {HTMLInputElement} */ (form.querySelector("[name=q]"));
}
