/** Events of labels: rare, so that looking over the loaded cards is fine. */

/** @type {import("./reducer").Reducer} */
export function labelUpdated(page, { payload }) {
  for (const label of labels(page.root, payload.id)) {
    label.textContent = payload.name;
    label.dataset.hue = payload.color;
  }
}

/** Deleting one strips it from cards without raising their version. @type {import("./reducer").Reducer} */
export function labelDeleted(page, { payload }) {
  for (const card of page.root.querySelectorAll(`.card[data-labels~="${payload.id}"]`)) {
    strip(/** @type {HTMLElement} */ (card), payload.id);
    // Which label moves up from behind "+1" is the server's to say.
    if (card.querySelector(".label--more")) page.missingCards.refresh(/** @type {HTMLElement} */ (card));
  }
}

/** An undo hangs it on its cards again, without raising their version. @type {import("./reducer").Reducer} */
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
