/** Applies events of files, comments and checklists. They do not raise the card's version. */

/** @type {import("./reducer").Reducer<import("../../types").FileFacts>} */
export function fileDeleted(page, { changes, html }) {
  page.missingCards.refreshAll(changes.cardIds?.[0] ?? [], html);
}

/** The card's count of comments or checklist items changed. @type {import("./reducer").Reducer<{ card: { id: string } }>} */
export function cardRecounted(page, { payload, html }) {
  // An empty `html` means that the card looks the same. A replayed event has no `html` at all, and the card is fetched.
  if (html !== "") page.missingCards.refreshAll([payload.card.id], html);
}
