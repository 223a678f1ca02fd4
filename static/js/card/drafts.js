/** Stores unsent text of card fields in this browser, by user, project, card and field. */

/** @typedef {{ title: string, description: string }} CardText */
/**
 * A draft of title and description. `base` is the version it was begun on, `sent` the pending command that saves it.
 * @typedef {CardText & { base: CardText & { version: number }, sent?: string }} TextDraft
 */

export class Drafts {
  #prefix;

  /** @param {{ userId: string, projectId: string, storage: Storage }} options */
  constructor({ userId, projectId, storage }) {
    this.#prefix = `kr:draft:${userId}:${projectId}:`;
    this.storage = storage;
  }

  /** @param {string} cardId @param {string} field @returns {string} */
  text(cardId, field) {
    return this.storage.getItem(this.#key(cardId, field)) ?? "";
  }

  /** Stores a draft. Blank text removes it. @param {string} cardId @param {string} field @param {string} text */
  keep(cardId, field, text) {
    if (!text.trim()) { this.drop(cardId, field); return; }
    try {
      this.storage.setItem(this.#key(cardId, field), text);
    } catch {
      // The storage is full: the text stays on the page.
    }
  }

  /** @param {string} cardId @param {string} field */
  drop(cardId, field) {
    this.storage.removeItem(this.#key(cardId, field));
  }

  /**
   * Puts refused text back into a draft, before what was typed since.
   * @param {string} cardId
   * @param {string} field
   * @param {string} text
   * @returns {string} the whole draft
   */
  restore(cardId, field, text) {
    const now = this.text(cardId, field);
    const both = now.trim() && now.trim() !== text.trim() ? `${text}\n\n${now}` : text;
    this.keep(cardId, field, both);
    return both;
  }

  /** @param {string} cardId @returns {TextDraft | null} */
  textDraft(cardId) {
    try {
      const draft = JSON.parse(this.text(cardId, "words") || "null");
      return typeof draft?.description === "string" && draft.base ? draft : null;
    } catch {
      return null;
    }
  }

  /** @param {string} cardId @param {TextDraft} draft */
  keepTextDraft(cardId, draft) {
    this.keep(cardId, "words", JSON.stringify(draft));
  }

  /** @param {string} cardId @param {string} field */
  #key(cardId, field) {
    return `${this.#prefix}${cardId}:${field}`;
  }
}
