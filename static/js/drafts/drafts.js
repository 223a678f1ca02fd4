/** Unsent text, kept in this browser by person, place, field and tab. */

import { safeStorage } from "../page/storage.js";
import { openTabs } from "./tab_roll_call.js";
import { tabId } from "../page/tabs.js";

const PREFIX = "kr:drafts:";
/** Drafts of earlier releases. Those of the chat belonged to no person. */
const FORMER_PREFIX = "kr:draft:";
export const KEEP_MS = 30 * 24 * 3600 * 1000;
/** Bounds of one browser, for all people who use it. Lengths are in characters. */
export const MOST_DRAFTS = 200;
export const MOST_TOTAL = 1_000_000;
export const MOST_LENGTH = 100_000;

/** @typedef {{ key: string, text: string, at: number }} Kept */

export class Drafts {
  #prefix;
  /** Text that the storage did not take. @type {Map<string, string>} */
  #unstored = new Map();

  /**
   * @param {{ userId: string, storage?: Storage, tab?: () => string, open?: () => Promise<{ tab: string, others: Set<string> }> }} options
   * `open` lists the open tabs
   */
  constructor({ userId, storage = safeStorage(), tab = tabId, open = openTabs }) {
    this.#prefix = `${PREFIX}${userId}:`;
    this.storage = storage;
    this.tab = tab;
    this.open = open;
    prune(storage);
  }

  /** The draft of this tab. @param {string} place id of a card, column, project or form @param {string} field @returns {string} */
  text(place, field) {
    return this.#unstored.get(`${place}:${field}`) ?? read(this.storage, this.#key(place, field))?.text ?? "";
  }

  /** The fields of a place that have a draft of this tab. @param {string} place @returns {string[]} */
  fields(place) {
    const end = `:${this.tab()}`;
    const keys = Object.keys(this.storage).filter((key) => key.startsWith(`${this.#prefix}${place}:`) && key.endsWith(end));
    return keys.map((key) => key.slice(this.#prefix.length + place.length + 1, -end.length));
  }

  /** Stores a draft. Blank text removes it. @param {string} place @param {string} field @param {string} text */
  keep(place, field, text) {
    if (!text.trim()) { this.drop(place, field); return; }
    const key = this.#key(place, field);
    const isNew = this.storage.getItem(key) === null;
    if (text.length <= MOST_LENGTH && write(this.storage, key, text)) this.#unstored.delete(`${place}:${field}`);
    else this.#unstored.set(`${place}:${field}`, text);
    if (isNew) prune(this.storage);
  }

  /** @param {string} place @param {string} field */
  drop(place, field) {
    this.#unstored.delete(`${place}:${field}`);
    this.storage.removeItem(this.#key(place, field));
  }

  /**
   * Puts refused text back into a draft, before what was typed since.
   * @param {string} place
   * @param {string} field
   * @param {string} text
   * @param {string} [gap] what stands between the two
   * @returns {string} the whole draft
   */
  restore(place, field, text, gap = "\n\n") {
    const now = this.text(place, field);
    const both = now.trim() && now.trim() !== text.trim() ? `${text}${gap}${now}` : text;
    this.keep(place, field, both);
    return both;
  }

  /**
   * Takes over the drafts that closed tabs have left in a place: the newest of each field that has none in this tab.
   * @param {string} place
   */
  async adopt(place) {
    const { tab, others } = await this.open();
    const start = `${this.#prefix}${place}:`;
    const left = allDrafts(this.storage).flatMap(({ key, text }) => {
      const [field, from] = key.startsWith(start) ? splitEnd(key.slice(start.length)) : ["", tab];
      return from === tab || others.has(from) ? [] : [{ key, text, field }];
    });
    for (const { key, text, field } of left) {
      if (this.text(place, field) || !write(this.storage, this.#key(place, field), text)) continue;
      this.storage.removeItem(key);
    }
  }

  /** @param {string} place @param {string} field */
  #key(place, field) {
    return `${this.#prefix}${place}:${field}:${this.tab()}`;
  }
}

/** Removes everything that this browser keeps of a person: drafts and unsent commands. @param {string} userId */
export function forgetPerson(userId, storage = safeStorage()) {
  const theirs = ["drafts", "outbox", "chat", "unsent"].map((kind) => `kr:${kind}:${userId}:`);
  for (const key of Object.keys(storage)) if (theirs.some((start) => key.startsWith(start))) storage.removeItem(key);
}

/** Removes drafts that are old, unreadable or beyond the bounds. @param {Storage} storage */
function prune(storage, now = Date.now()) {
  for (const key of Object.keys(storage)) if (key.startsWith(FORMER_PREFIX)) storage.removeItem(key);
  let total = 0;
  for (const [i, { key, text, at }] of allDrafts(storage).entries()) {
    total += text.length;
    if (i >= MOST_DRAFTS || total > MOST_TOTAL || now - at > KEEP_MS) storage.removeItem(key);
  }
}

/** Every draft in this browser, newest first; unreadable ones are removed. @param {Storage} storage @returns {Kept[]} */
function allDrafts(storage) {
  const keys = Object.keys(storage).filter((key) => key.startsWith(PREFIX));
  const found = keys.flatMap((key) => read(storage, key) ?? []);
  if (found.length < keys.length) {
    const readable = new Set(found.map(({ key }) => key));
    for (const key of keys) if (!readable.has(key)) storage.removeItem(key);
  }
  return found.sort((a, b) => b.at - a.at);
}

/** @param {Storage} storage @param {string} key @returns {Kept | null} */
function read(storage, key) {
  try {
    const { text, at } = JSON.parse(storage.getItem(key) ?? "{}");
    return typeof text === "string" && typeof at === "number" ? { key, text, at } : null;
  } catch {
    return null;
  }
}

/** @param {Storage} storage @param {string} key @param {string} text @returns {boolean} whether it was stored */
function write(storage, key, text) {
  try {
    storage.setItem(key, JSON.stringify({ text, at: Date.now() }));
    return true;
  } catch {
    // The storage is full or forbidden.
    return false;
  }
}

/** Splits off what follows the last colon. @param {string} text @returns {[string, string]} */
function splitEnd(text) {
  const at = text.lastIndexOf(":");
  return [text.slice(0, at), text.slice(at + 1)];
}
