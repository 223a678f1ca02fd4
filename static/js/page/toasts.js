/** Notices. What shows them (notices/queue.js) comes after the first paint; what was said before it waits. */

/**
 * A notice with the `key` of an earlier one replaces it, also while it waits.
 * @typedef {{ text: string, kind?: "ok" | "info" | "warn" | "bad", action?: { label: string, keys?: string, run: () =>
 *   void }, ms?: number, key?: string }} Notice
 */
/** @typedef {{ close: () => void, isOpen: () => boolean }} Handle */

/** @type {((notice: Notice) => Handle) | null} */
let show = null;
/** @type {{ notice: Notice, handle?: Handle, isClosed?: boolean }[]} */
let early = [];

/** @param {Notice} notice @returns {Handle} */
export function toast(notice) {
  if (show) return show(notice);
  /** @type {typeof early[0]} */
  const waiting = { notice };
  early.push(waiting);
  return {
    close: () => { waiting.isClosed = true; waiting.handle?.close(); },
    isOpen: () => waiting.handle?.isOpen() ?? !waiting.isClosed,
  };
}

/** @param {(notice: Notice) => Handle} shows */
export function showNoticesBy(shows) {
  show = shows;
  for (const waiting of early) if (!waiting.isClosed) waiting.handle = shows(waiting.notice);
  early = [];
}
