/** The palette's options that complete an operator: the first group of its list. */

import { accept, fetchOptions, unfinishedIn } from "../completion/suggestions.js";

export class PaletteCompletion {
  /** @type {AbortController | null} */
  #request = null;
  /** Is a value being typed, and not the name of an operator? */
  isValue = false;

  /** @param {HTMLInputElement} field @param {HTMLElement} group @param {() => void} onChange */
  constructor(field, group, onChange) {
    this.field = field;
    this.group = group;
    this.onChange = onChange;
    field.addEventListener("input", () => this.ask());
  }

  close() {
    this.#request?.abort();
    this.#show([], false);
  }

  /** @param {HTMLElement} option */
  accept(option) {
    this.close();
    accept(this.field, option);
  }

  /** Accepts the current option, or the first, if it is one of these. @param {HTMLElement | null} current @returns {boolean} */
  acceptFirst(current) {
    const [first] = /** @type {NodeListOf<HTMLElement>} */ (this.group.querySelectorAll("[role=option]"));
    const option = current && this.group.contains(current) ? current : first;
    if (option) this.accept(option);
    return Boolean(option);
  }

  /** Looks for completions of the word at the caret. */
  async ask() {
    this.#request?.abort();
    const unfinished = unfinishedIn(this.field);
    if (!unfinished) { if (!this.group.hidden) { this.#show([], false); this.onChange(); } return; }
    const asking = new AbortController();
    this.#request = asking;
    const options = await fetchOptions(this.field, unfinished, asking.signal);
    if (asking.signal.aborted) return;
    this.#show(options, unfinished.word.includes(":"));
    this.onChange();
  }

  /** @param {HTMLElement[]} options @param {boolean} areValues */
  #show(options, areValues) {
    for (const old of this.group.querySelectorAll("[role=option]")) old.remove();
    for (const [at, option] of options.entries()) option.id = `hit-completion-${at}`;
    this.group.append(...options);
    this.group.hidden = !options.length;
    this.isValue = areValues && options.length > 0;
  }
}
