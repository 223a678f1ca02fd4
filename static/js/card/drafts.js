/** What somebody began to write on a card and did not send: kept on this computer, by person, project, card and field. */

/** @typedef {{ title: string, description: string }} CardText */
/** Begun on `base`; `sent` is the command that carries it, until it is confirmed. @typedef {CardText & { base: CardText & { version: number }, sent?: string }} TextDraft */

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

  /** Nothing but blanks is no draft. @param {string} cardId @param {string} field @param {string} text */
  keep(cardId, field, text) {
    if (!text.trim()) { this.drop(cardId, field); return; }
    try {
      this.storage.setItem(this.#key(cardId, field), text);
    } catch {
      // Full: the words stay on the page.
    }
  }

  /** @param {string} cardId @param {string} field */
  drop(cardId, field) {
    this.storage.removeItem(this.#key(cardId, field));
  }

  /** CardText that came back, before those that stand there by now. @param {string} cardId @param {string} field @param {string} text @returns {string} all of them */
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
