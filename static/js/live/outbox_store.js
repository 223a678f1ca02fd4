/** Stores the outbox in localStorage with one key per command, so that tabs do not overwrite each other. */

import { safeStorage } from "../page/storage.js";
import { tabId } from "../page/tabs.js";

/** @typedef {import("../types").Entry} Entry */

export class OutboxStore {
  #prefix;

  /** @param {{ userId: string, projectId: string, kind?: string, storage?: Storage }} options */
  constructor({ userId, projectId, kind = "outbox", storage = safeStorage() }) {
    this.#prefix = `kr:${kind}:${userId}:${projectId}:`;
    this.storage = storage;
    /** This tab's id, as claimed. */
    this.tab = tabId();
    /** @type {Set<string>} ids of other open tabs, which send their own commands */
    this.others = new Set();
  }

  /** @returns {Entry[]} */
  all() {
    const keys = Object.keys(this.storage).filter((key) => key.startsWith(this.#prefix));
    return keys.flatMap((key) => this.#read(key)).filter((entry) => !this.others.has(entry.tab));
  }

  /** @param {Entry} entry */
  put(entry) {
    try {
      this.storage.setItem(this.#prefix + entry.eventId, JSON.stringify(entry));
    } catch {
      // The storage is full or forbidden: the command stays in memory.
    }
  }

  /** @param {string} eventId */
  remove(eventId) {
    this.storage.removeItem(this.#prefix + eventId);
  }

  /** @param {string} key @returns {Entry[]} */
  #read(key) {
    try {
      const entry = JSON.parse(this.storage.getItem(key) ?? "");
      return entry && typeof entry.eventId === "string" && typeof entry.type === "string" ? [entry] : [];
    } catch {
      this.storage.removeItem(key);
      return [];
    }
  }
}
