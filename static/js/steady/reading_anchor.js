/**
 * Keeps what one reads where it is when something above it changes. Browsers with `overflow-anchor` do so in part: not for
 * the node that changes, not at once, and Safari not at all. Both work together: what the browser has corrected is left alone.
 */

const MOST = 12;

/** @type {WeakSet<Element>} */
const kept = new WeakSet();

/** @typedef {{ item: Element, top: number, bottom: number }} Seen */

/**
 * @param {HTMLElement} scroller the scrolled box, or the root element for the page
 * @param {{ items: string, within?: Element, paused?: () => boolean }} options `items` selects what is read, in order;
 *   `within` holds them; while `paused` positions are only noted
 */
export function keepReading(scroller, { items, within = scroller, paused = () => false }) {
  if (kept.has(scroller) || !globalThis.MutationObserver) return;
  kept.add(scroller);
  /** @type {Seen[]} */
  let seen = [];
  let scrolled = 0;
  let planned = false;
  const note = () => {
    planned = false;
    scrolled = scroller.scrollTop;
    seen = scrolled > 0 ? inView(scroller, within, items) : [];
  };
  const source = scroller === document.documentElement ? document : scroller;
  const noteSoon = () => { if (!planned) { planned = true; requestAnimationFrame(note); } };
  source.addEventListener("scroll", noteSoon, { passive: true });
  // What was out of view had an estimated height (content-visibility), and has its own once it is drawn.
  source.addEventListener("contentvisibilityautostatechange", noteSoon);
  const correct = (/** @type {MutationRecord[]} */ records) => {
    const anchor = paused() || isOwn(records) || wasScrolled(scroller, scrolled) ? null : anchorOf(seen, records);
    if (anchor) {
      const { top, bottom } = edges(anchor.item, scroller);
      // An item that fills the view from above is held by its end: what changes in it is more likely above.
      const by = anchor.top < 0 ? bottom - anchor.bottom : top - anchor.top;
      if (Math.abs(by) >= 1) scroller.scrollTop += by;
    }
    note();
  };
  new MutationObserver(correct).observe(within, { childList: true, subtree: true, characterData: true, attributeFilter: ["hidden"] });
}

/**
 * Did code or the reader scroll since? A box that became too short was scrolled by the browser.
 * @param {Element} box @param {number} before
 */
function wasScrolled(box, before) {
  const clamped = box.scrollTop < before && box.scrollTop >= box.scrollHeight - box.clientHeight - 1;
  return Math.abs(box.scrollTop - before) >= 1 && !clamped;
}

/**
 * The first item that is still there, perhaps as a new node, and was not moved itself.
 * @param {Seen[]} seen @param {MutationRecord[]} records @returns {Seen | undefined}
 */
function anchorOf(seen, records) {
  const moved = new Set(records.flatMap(({ addedNodes }) => [...addedNodes]));
  return seen
    .filter(({ item }) => !(item.isConnected && moved.has(item)))
    .map((each) => ({ ...each, item: each.item.isConnected ? each.item : (document.getElementById(each.item.id) ?? each.item) }))
    .find(({ item }) => item.isConnected && item.getClientRects().length > 0);
}

/** Did the change bring the control that the reader is in? Then it is the reader who scrolls. @param {MutationRecord[]} records */
function isOwn(records) {
  const active = document.activeElement;
  return active !== document.body && records.some(({ addedNodes }) => [...addedNodes].some((node) => node.contains(active)));
}

/**
 * The first items in view, those that begin in it before one that reaches into it from above.
 * @param {Element} box @param {Element} within @param {string} items
 */
function inView(box, within, items) {
  /** @type {Seen[]} */
  const seen = [];
  for (const item of within.querySelectorAll(items)) {
    const { top, bottom } = edges(item, box);
    if (bottom > 0 && bottom > top) seen.push({ item, top, bottom });
    if (seen.length === MOST) break;
  }
  return seen.sort((a, b) => Number(a.top < 0) - Number(b.top < 0));
}

/** @param {Element} item @param {Element} box */
function edges(item, box) {
  const { top, bottom } = item.getBoundingClientRect();
  const edge = box === document.documentElement ? 0 : box.getBoundingClientRect().top;
  return { top: top - edge, bottom: bottom - edge };
}
