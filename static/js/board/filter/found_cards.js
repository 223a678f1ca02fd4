/**
 * Which cards match the words of a filter. The server answers that, for titles, descriptions, checklists and labels. Until it has, and
 * offline, the page matches titles, numbers and labels by itself.
 */

import { request } from "../../page/requests.js";
import { cardNode } from "../dom/queries.js";
import { matchesWords } from "./predicate.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {import("./predicate").CardFacts} CardFacts */
/** @typedef {{ text: string, ids: Set<string>, isCut: boolean }} Answer */

/** After a change of a card; of many changes in a row the last one counts, but none waits longer than `LONGEST_MS`. */
const QUIET_MS = 350;
const LONGEST_MS = 2_000;
/** Events that can change what a search finds. */
const CHANGES = /^(cards?\.(?!moved|commented|watched|unwatched)|checklist|item|label|column|history)/;

export class FoundCards {
  /** The last answer: its words, the matches, and whether there were more than it holds. @type {Answer | null} */
  #answer = null;
  /** Cards changed since that answer, each with the number of its change. @type {Map<string, number>} */
  #changed = new Map();
  #changes = 0;
  /** Cards that came with parts of columns for these words. @type {Set<string>} */
  #brought = new Set();
  /** @type {AbortController | null} */
  #asking = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #waitingSince = 0;
  #text = "";
  lost = false;

  /** @param {BoardPage} page @param {(isMore: boolean) => void} onAnswer `isMore` if it names cards that changed and are not in the page */
  constructor(page, onAnswer) {
    this.page = page;
    this.onAnswer = onAnswer;
  }

  get busy() {
    return Boolean(this.#asking);
  }

  /** @param {string} text */
  setText(text) {
    const longer = this.#text !== "" && text.startsWith(this.#text);
    this.#text = text.trim();
    this.#brought.clear();
    // While a word is being typed, what matched its beginning may stay until the server says otherwise.
    if (!longer) this.#answer = null;
    this.ask();
  }

  /** Asks the server now. */
  ask() {
    this.stop();
    this.lost = false;
    if (this.#text) this.#ask(this.#text);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asking?.abort();
    this.#asking = null;
  }

  /** The server sent these cards as matches. @param {HTMLElement[]} cards */
  bring(cards) {
    for (const { dataset } of cards) this.#brought.add(dataset.id ?? "");
  }

  /** @param {import("../../types").LoggedEvent} event @returns {boolean} whether it can change what matches */
  noteChange(event) {
    if (!this.#text || !CHANGES.test(event.type)) return false;
    for (const card of event.payload?.cards ?? [event.payload]) {
      if (!card?.id) continue;
      this.#changed.set(card.id, ++this.#changes);
      this.#brought.delete(card.id);
    }
    const now = Date.now();
    if (!this.#timer) this.#waitingSince = now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.ask(), Math.min(QUIET_MS, Math.max(0, this.#waitingSince + LONGEST_MS - now)));
    return true;
  }

  /** Does a card match: by the last answer, or as far as the page can tell? @param {CardFacts} facts */
  matches(facts) {
    const isDecided = this.#answer?.text === this.#text && !this.#answer.isCut && !this.#changed.has(facts.id);
    return isDecided ? this.#isFound(facts.id) : this.mayMatch(facts);
  }

  /** May a card match that an event has just changed? @param {CardFacts} facts */
  mayMatch(facts) {
    if (!this.#text || this.#isFound(facts.id)) return true;
    const names = facts.labels.map((id) => this.page.labels.get(id)?.name ?? "");
    return matchesWords(this.#text, facts, names, this.page.root.dataset.key ?? "");
  }

  /** @param {string} id */
  #isFound(id) {
    return Boolean(this.#answer?.ids.has(id)) || this.#brought.has(id);
  }

  /** @param {string} text */
  async #ask(text) {
    const asking = new AbortController();
    this.#asking = asking;
    const upTo = this.#changes;
    let isMore = false;
    try {
      const response = await request(`${this.page.url}/cards/matching?${new URLSearchParams({ q: text })}`, { signal: asking.signal });
      if (!response.ok) throw new Error(`${response.status}`);
      const { ids, isCut } = await response.json();
      if (asking.signal.aborted) return;
      isMore = ids.some((/** @type {string} */ id) => this.#changed.has(id) && !cardNode(id));
      this.#answer = { text, ids: new Set(ids), isCut };
      for (const [id, change] of this.#changed) if (change <= upTo) this.#changed.delete(id);
    } catch {
      this.lost = !asking.signal.aborted;
    } finally {
      if (this.#asking === asking) { this.#asking = null; this.onAnswer(isMore); }
    }
  }
}
