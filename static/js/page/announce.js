/** Announces texts to screen readers through the page's status node. */

/** @param {string} text */
export function announce(text) {
  const node = document.getElementById("announcer");
  if (!node) return;
  // Setting the same text again would not be announced.
  node.textContent = node.textContent === text ? `${text}\u00a0` : text;
}
