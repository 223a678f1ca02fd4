/** Applies events of labels. They are rare, so searching all loaded cards is fast enough. */

/** @type {import("./reducer").Reducer<import("../../types").Label>} */
export function labelUpdated(page, { payload }) {
  for (const label of labels(page.root, payload.id)) {
    label.textContent = payload.name;
    label.dataset.hue = payload.color;
  }
}

/**
 * Removes the label from the cards. A deleted label does not raise their version.
 * @type {import("./reducer").Reducer<import("../../types").Label>}
 */
export function labelDeleted(page, { payload }) {
  for (const card of page.root.querySelectorAll(`.card[data-labels~="${payload.id}"]`)) {
    strip(/** @type {HTMLElement} */ (card), payload.id);
    // A label hidden behind "+1" may fit now; only the server knows which.
    if (card.querySelector(".label--more")) page.missingCards.refresh(/** @type {HTMLElement} */ (card));
  }
}

/**
 * Puts a label back on its cards after an undo, which does not raise their version.
 * @type {import("./reducer").Reducer<import("../../types").Label>}
 */
export function labelRestored(page, { changes, html }) {
  page.missingCards.refreshAll(changes.cardIds?.[1] ?? [], html);
}

/** @param {HTMLElement} card @param {string} id */
function strip(card, id) {
  card.dataset.labels = (card.dataset.labels ?? "").split(" ").filter((other) => other !== id).join(" ");
  const list = card.querySelector(".card__labels");
  list?.querySelector(`[data-label="${id}"]`)?.remove();
  if (list && !list.childElementCount) list.remove();
}

/** @param {Element} board @param {string} id */
function labels(board, id) {
  return /** @type {NodeListOf<HTMLElement>} */ (board.querySelectorAll(`.label[data-label="${id}"]`));
}
