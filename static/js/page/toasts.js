/** Notices. What shows them (notices/queue.js) comes with the first of them, or with the tools of a board. */

/**
 * A notice with the `key` of an earlier one replaces it, also while it waits.
 * @typedef {{ text: string, kind?: "ok" | "info" | "warn" | "bad", action?: { label: string, keys?: string, run: () =>
 *   void }, ms?: number, key?: string }} Notice
 */
/** @typedef {{ close: () => void, isOpen: () => boolean }} Handle */

/** @type {((notice: Notice) => Handle) | undefined} */
let show;
/** @type {(() => void) | undefined} */
let load;
/** @type {Set<{ notice: Notice, handle?: Handle }>} */
const early = new Set();

/** @param {Notice} notice @returns {Handle} */
export function toast(notice) {
  if (show) return show(notice);
  /** @type {{ notice: Notice, handle?: Handle }} */
  const waiting = { notice };
  early.add(waiting);
  load?.();
  return {
    close: () => { early.delete(waiting); waiting.handle?.close(); },
    isOpen: () => waiting.handle?.isOpen() ?? early.has(waiting),
  };
}

/** @param {(notice: Notice) => Handle} shows */
export function showNoticesBy(shows) {
  show = shows;
  for (const waiting of early) waiting.handle = shows(waiting.notice);
  early.clear();
}

/** Sets what fetches the code that shows notices, for the first of them. @param {() => void} fetches */
export function loadNoticesBy(fetches) {
  load = fetches;
  if (early.size) load();
}
