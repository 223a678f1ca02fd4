/** Ids of this browser's tabs: each has one of its own, which survives reloads. */

import { safeStorage } from "./storage.js";
import { uuid7 } from "./uuid7.js";

const KEY = "kr:tab";
const LOCK = "kr:tab:";
/** After a reload the page before may hold the id for a moment. */
const RELEASE_MS = 250;

/** @type {Promise<string> | undefined} */
let claim;

/** This tab's id. A duplicated tab has that of its original until it has claimed its own. @returns {string} */
export function tabId() {
  const storage = safeStorage("sessionStorage");
  return storage.getItem(KEY) ?? rename(storage);
}

/**
 * Claims an id for this tab, once per page, and lists the other open tabs. Without the Web Locks API (no https) none is listed.
 * @returns {Promise<{ tab: string, others: Set<string> }>}
 */
export async function claimTab() {
  const tab = await (claim ??= claimId());
  return { tab, others: await otherTabs(tab) };
}

/** @param {string} tab @returns {Promise<Set<string>>} */
export async function otherTabs(tab) {
  // The browser refuses the query where it blocks the storage.
  const { held = [] } = (await navigator.locks?.query().catch(() => null)) ?? {};
  const names = held.map((each) => each.name ?? "").filter((name) => name.startsWith(LOCK));
  return new Set(names.map((name) => name.slice(LOCK.length)).filter((name) => name !== tab));
}

async function claimId() {
  const tab = tabId();
  // A duplicated tab starts with a copy of sessionStorage.
  if (await lock(tab)) return tab;
  const own = rename(safeStorage("sessionStorage"));
  await lock(own);
  return own;
}

/** @param {Storage} storage @returns {string} */
function rename(storage) {
  const tab = uuid7();
  try {
    storage.setItem(KEY, tab);
  } catch {
    // The storage is full: the id lasts as long as the page.
  }
  return tab;
}

/** Takes a lock that is held until the page is closed. @param {string} tab @returns {Promise<boolean>} */
function lock(tab) {
  return new Promise((resolve) => {
    if (!navigator.locks) { resolve(true); return; }
    const held = () => { resolve(true); return new Promise(() => undefined); };
    navigator.locks.request(LOCK + tab, { signal: AbortSignal.timeout(RELEASE_MS) }, held).catch(() => resolve(false));
  });
}
