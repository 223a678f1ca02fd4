/** Events of what hangs on cards: none raises their version. */

/** @type {import("./reducer").Reducer} */
export function fileDeleted(page, { changes, html }) {
  page.missingCards.refreshAll(changes.cardIds?.[0] ?? [], html);
}

/** Its comments or the items of its checklists were counted anew. @type {import("./reducer").Reducer} */
export function cardRecounted(page, { payload, html }) {
  // Nothing of it is seen on the board; not to be taken for a replay, which leaves parts out.
  if (html !== "") page.missingCards.refreshAll([payload.card.id], html);
}
