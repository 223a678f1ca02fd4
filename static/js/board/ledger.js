/**
 * What is pending, beside the DOM: commands whose event has not come yet, what is known of the things they change,
 * and in which column the log counts a card while its wished place is shown.
 */

/** @typedef {import("../types").Entry} Entry */
/** @typedef {{ entry: Entry, seq: number | null }} Pending */

const PLACING = new Set(["card.create", "card.move", "card.archive", "card.delete", "card.restore"]);

export class Ledger {
  /** @type {Map<string, Pending>} */
  #pending = new Map();
  /** Known facts of things that have something pending. @type {Map<string, any>} */
  facts = new Map();
  /** @type {Map<string, string | null>} */
  counted = new Map();

  /** @param {Entry} entry @param {any} facts what is known of its entity now */
  add(entry, facts) {
    if (!this.facts.has(entry.entity)) {
      this.facts.set(entry.entity, facts);
      if (entry.type.startsWith("card.")) this.counted.set(entry.entity, facts.columnId ?? null);
    }
    this.#pending.set(entry.eventId, { entry, seq: null });
  }

  /** The entity's commands that are still to be seen in the log, oldest first. @param {string} entity @returns {Entry[]} */
  of(entity) {
    return [...this.#pending.values()].map(({ entry }) => entry).filter((entry) => entry.entity === entity);
  }

  /** @param {string} eventId */
  has(eventId) {
    return this.#pending.has(eventId);
  }

  entities() {
    return new Set([...this.#pending.values()].map(({ entry }) => entry.entity));
  }

  /** Is the place of a card decided by an answer that is still to come? @param {string} entity */
  placing(entity) {
    return this.of(entity).some((entry) => PLACING.has(entry.type));
  }

  /** The server said yes; the event is still to come. @param {string} eventId @param {number} seq */
  acknowledged(eventId, seq) {
    const pending = this.#pending.get(eventId);
    if (pending) pending.seq = seq;
  }

  /** @param {string} eventId @returns {Entry | null} */
  drop(eventId) {
    const pending = this.#pending.get(eventId);
    this.#pending.delete(eventId);
    return pending?.entry ?? null;
  }

  /** Everything that the log up to `seq` contains is no longer pending. @param {number} seq */
  dropThrough(seq) {
    for (const [eventId, pending] of this.#pending) if (pending.seq !== null && pending.seq <= seq) this.#pending.delete(eventId);
  }

  /** Nothing pending any more: the DOM alone knows. @param {string} entity */
  forget(entity) {
    this.facts.delete(entity);
    this.counted.delete(entity);
  }

  clear() {
    this.#pending.clear();
    this.facts.clear();
    this.counted.clear();
  }

  /** The log moved a card. @param {string} id @param {string | null} columnId */
  recorded(id, columnId) {
    if (this.counted.has(id)) this.counted.set(id, columnId);
  }

  /** How many cards more a column shows than the log counts. @param {string} columnId */
  drift(columnId) {
    let drift = 0;
    for (const [id, where] of this.counted) {
      drift += Number(this.#shownIn(id) === columnId) - Number(where === columnId);
    }
    return drift;
  }

  /** @param {string} id @returns {string | null} */
  #shownIn(id) {
    const last = this.of(id).filter((entry) => PLACING.has(entry.type)).at(-1);
    if (!last) return this.facts.get(id)?.columnId ?? null;
    if (last.type === "card.restore") return this.facts.get(id)?.home ?? null;
    return last.type === "card.archive" || last.type === "card.delete" ? null : last.payload.columnId;
  }
}
