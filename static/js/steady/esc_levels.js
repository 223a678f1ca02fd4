/** Esc closes the innermost open form before the card around it. What was typed stays in its field. */

export function closeByLevels() {
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const details = innermost(/** @type {Element} */ (event.target));
    if (!details) return;
    event.preventDefault();
    details.open = false;
    details.querySelector("summary")?.focus();
  });
}

/** The open fold around a node, unless a dialog or popover lies between. @param {Element} node @returns {HTMLDetailsElement | null} */
function innermost(node) {
  const found = node.closest("details[open], dialog, [popover]");
  return found instanceof HTMLDetailsElement && found.querySelector("form") ? found : null;
}
