/**
 * What is pending, beside the DOM: commands whose event has not come yet, what is known of the things they change,
 * and in which column the log counts a card while its wished place is shown.
 */

/** @typedef {import("../../types").Entry} Entry */
/** @typedef {{ entry: Entry, seq: number | null }} Pending */

const GOING = new Set(["card.archive", "card.delete"]);

/** What a command is about. @param {Entry} entry @returns {string[]} */
export function entitiesOf(entry) {
  return entry.entities ?? [entry.entity];
}

/** The column that a command wants a card in: null for none, undefined where it does not say. @param {Entry} entry @param {string} id @param {any} facts @returns {string | null | undefined} */
export function targetColumn({ type, payload, before }, id, facts) {
  if (type === "history.undo") return before?.[id]?.columnId;
  const { columnId, archived } = payload.change ?? payload;
  if (archived || GOING.has(type)) return null;
  if (type === "card.restore") return facts?.home ?? null;
  return type.startsWith("card") ? columnId : undefined;
}

export class Ledger {
  /** @type {Map<string, Pending>} */
  #pending = new Map();
  /** Known facts of things that have something pending. @type {Map<string, any>} */
  facts = new Map();
  /** @type {Map<string, string | null>} */
  counted = new Map();

  /** @param {Entry} entry @param {(id: string) => any} factsOf what is known of an entity now */
  add(entry, factsOf) {
    for (const id of entitiesOf(entry).filter((each) => !this.facts.has(each))) {
      const facts = factsOf(id);
      this.facts.set(id, facts);
      if ("columnId" in facts) this.counted.set(id, facts.columnId);
    }
    this.#pending.set(entry.eventId, { entry, seq: null });
  }

  /** The entity's commands that are still to be seen in the log, oldest first. @param {string} entity @returns {Entry[]} */
  entriesOf(entity) {
    return this.entries().filter((entry) => entitiesOf(entry).includes(entity));
  }

  /** @param {string} eventId */
  has(eventId) {
    return this.#pending.has(eventId);
  }

  entries() {
    return [...this.#pending.values()].map(({ entry }) => entry);
  }

  /** Is the place of a card decided by an answer that is still to come? @param {string} entity */
  hasPendingPlace(entity) {
    return this.entriesOf(entity).some((entry) => targetColumn(entry, entity, null) !== undefined);
  }

  /** The server said yes; the event is still to come. @param {string} eventId @param {number} seq */
  acknowledge(eventId, seq) {
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
  recordColumn(id, columnId) {
    if (this.counted.has(id)) this.counted.set(id, columnId);
  }

  /** How many cards more a column shows than the log counts. @param {string} columnId */
  countOffset(columnId) {
    let drift = 0;
    for (const [id, where] of this.counted) {
      drift += Number(this.#shownIn(id) === columnId) - Number(where === columnId);
    }
    return drift;
  }

  /** @param {string} id @returns {string | null} */
  #shownIn(id) {
    const facts = this.facts.get(id);
    const wishes = this.entriesOf(id).map((entry) => targetColumn(entry, id, facts)).filter((wish) => wish !== undefined);
    return (wishes.length ? wishes.at(-1) : facts?.columnId) ?? null;
  }
}
