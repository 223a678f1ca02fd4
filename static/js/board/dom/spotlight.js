/** Scrolls a card into view, focuses and highlights it. */

import { prefersReducedMotion } from "./motion.js";
import { flash } from "./cards.js";
import { cardNode } from "./queries.js";

/** @param {string} id */
export function spotlight(id) {
  const card = cardNode(id);
  if (!card) return;
  card.scrollIntoView?.({ block: "nearest", inline: "nearest", behavior: prefersReducedMotion() ? "auto" : "smooth" });
  card.focus({ preventScroll: true });
  flash(card, "is-spotlit");
}
