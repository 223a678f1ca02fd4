/** Stores the outbox in localStorage with one key per command, so that tabs do not overwrite each other. */

import { safeStorage } from "../page/storage.js";
import { uuid7 } from "../page/uuid7.js";

/** @typedef {import("../types").Entry} Entry */

const TAB = "kr:tab:";

export class OutboxStore {
  #prefix;

  /** @param {{ userId: string, projectId: string, kind?: string, storage?: Storage }} options */
  constructor({ userId, projectId, kind = "outbox", storage = safeStorage() }) {
    this.#prefix = `kr:${kind}:${userId}:${projectId}:`;
    this.storage = storage;
    /** This tab's id, as claimed. */
    this.tab = safeStorage("sessionStorage").getItem("kr:tab") ?? "";
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

/**
 * Claims an id for this tab and lists the other open tabs. Without the Web Locks API (no https) every tab sends all commands, and the
 * server executes each once.
 */
export async function claimTab() {
  const storage = safeStorage("sessionStorage");
  let tab = storage.getItem("kr:tab") ?? uuid7();
  // A duplicated tab starts with a copy of the id in sessionStorage.
  if (!(await lock(tab))) await lock((tab = uuid7()));
  storage.setItem("kr:tab", tab);
  return { tab, others: await otherTabs(tab) };
}

/** @param {string} tab @returns {Promise<Set<string>>} */
export async function otherTabs(tab) {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const names = held.map((each) => each.name ?? "").filter((name) => name.startsWith(TAB));
  return new Set(names.map((name) => name.slice(TAB.length)).filter((name) => name !== tab));
}

/** Takes a lock that is held until the page is closed. @param {string} tab @returns {Promise<boolean>} */
function lock(tab) {
  return new Promise((resolve) => {
    if (!navigator.locks) { resolve(true); return; }
    navigator.locks.request(TAB + tab, { ifAvailable: true }, (held) => {
      resolve(held !== null);
      return held ? new Promise(() => undefined) : undefined;
    });
  });
}
