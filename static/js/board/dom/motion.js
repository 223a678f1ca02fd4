/** Animates moves of cards, unless the user prefers reduced motion. */

const MS = 190;
const EASE = "cubic-bezier(.2, .8, .2, 1)";

export function prefersReducedMotion() {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}

/** Runs `change` and animates the card from its old place to its new one. @param {HTMLElement} node @param {() => void} change */
export function animateMove(node, change) {
  if (prefersReducedMotion() || document.hidden || !node.animate) { change(); return; }
  const before = node.getBoundingClientRect();
  change();
  if (!node.isConnected) return;
  const after = node.getBoundingClientRect();
  const [x, y] = [before.left - after.left, before.top - after.top];
  if (x || y) node.animate([{ translate: `${x}px ${y}px` }, { translate: "0 0" }], { duration: MS, easing: EASE });
}
