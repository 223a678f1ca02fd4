/** What a screen reader is told, through the page's one status node. */

/** @param {string} text */
export function announce(text) {
  const node = document.getElementById("announcer");
  if (!node) return;
  // The same words twice are no change and would not be spoken.
  node.textContent = node.textContent === text ? `${text}\u00a0` : text;
}
