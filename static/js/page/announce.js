/** Announces texts to screen readers through the page's status node. */

/** How long a status node that was just moved needs until screen readers watch it, in ms. */
const MOVED_MS = 60;

/** @type {HTMLElement | null} */
let node = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} text */
export function announce(text) {
  if (!node || (!node.isConnected && document.getElementById("announcer"))) node = document.getElementById("announcer");
  if (!node) return;
  // An open modal dialog makes the rest of the page inert, and nothing inert is read out.
  const place = topDialog() ?? document.body;
  const isThere = place === document.body ? node.isConnected && !node.closest("dialog") : node.parentElement === place;
  if (!isThere) place.append(node);
  if (isThere && !timer) { say(text); return; }
  // The newest text counts, also while the node is not watched yet.
  clearTimeout(timer);
  timer = setTimeout(() => { timer = undefined; say(text); }, MOVED_MS);
}

/** The dialog that lies above all others. @returns {HTMLElement | null} */
export function topDialog() {
  const open = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("dialog[open]"))];
  const focused = document.activeElement?.closest("dialog[open]");
  return /** @type {HTMLElement | null} */ (focused ?? open.at(-1) ?? null);
}

/** @param {string} text */
function say(text) {
  if (!node) return;
  // Setting the same text again would not be announced.
  node.textContent = node.textContent === text ? `${text}\u00a0` : text;
}
