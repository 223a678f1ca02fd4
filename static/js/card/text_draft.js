/** The draft of a card's title and description. It holds the version that it was begun on. */

/** @typedef {import("../drafts/drafts").Drafts} Drafts */
/** @typedef {{ title: string, description: string }} CardText */
/**
 * `sent` is the pending command that saves the text.
 * @typedef {CardText & { base: CardText & { version: number }, sent?: string }} TextDraft
 */

const FIELD = "words";

/** @param {Drafts} drafts @param {string} cardId @returns {TextDraft | null} */
export function readTextDraft(drafts, cardId) {
  try {
    const draft = JSON.parse(drafts.text(cardId, FIELD) || "null");
    return typeof draft?.description === "string" && draft.base ? draft : null;
  } catch {
    return null;
  }
}

/** @param {Drafts} drafts @param {string} cardId @param {TextDraft} draft */
export function keepTextDraft(drafts, cardId, draft) {
  drafts.keep(cardId, FIELD, JSON.stringify(draft));
}

/** @param {Drafts} drafts @param {string} cardId */
export function dropTextDraft(drafts, cardId) {
  drafts.drop(cardId, FIELD);
}
