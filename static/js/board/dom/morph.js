/** Patches nodes with rendered HTML and keeps focus, input and page-only state. */

import { Idiomorph } from "../../../vendor/idiomorph/idiomorph.esm.js";

/** Boxes of tasks are none: they show what their text says. */
const EDITABLE = "input:not([data-at]), textarea, select, [contenteditable]";

const callbacks = {
  // idiomorph's `ignoreActiveValue` would also skip everything inside a focused card.
  beforeNodeMorphed: (/** @type {Element} */ node) =>
    !(node.matches?.("[data-local], [data-typed]") || (node === document.activeElement && node.matches(EDITABLE))),
  beforeNodeRemoved: (/** @type {Element} */ node) => !node.matches?.("[data-local], [data-pending]"),
  // Only the page sets the classes of a card, whether it is hidden, and which card the Tab key reaches.
  beforeAttributeUpdated: (/** @type {string} */ name, /** @type {Element} */ node) =>
    name !== "open" &&
    !((name === "tabindex" || name === "hidden") && node.closest(".card")) &&
    !(name === "class" && node.matches(".card")),
};

/** @param {HTMLElement} node @param {HTMLElement} fresh */
export function morph(node, fresh) {
  Idiomorph.morph(node, fresh, { morphStyle: "outerHTML", callbacks });
}

/** @param {HTMLElement} node @param {HTMLElement} fresh */
export function morphChildren(node, fresh) {
  Idiomorph.morph(node, [...fresh.childNodes], { morphStyle: "innerHTML", callbacks });
}
