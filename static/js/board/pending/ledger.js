/**
 * Pending commands and what the DOM cannot hold about them: the confirmed fields of the cards and columns they change,
 * and the column that the log counts a card in while its pending place is shown.
 */

/** @typedef {import("../../types").Entry} Entry */
/** @typedef {{ entry: Entry, seq: number | null }} Pending */

const GOING = new Set(["card.archive", "card.delete"]);

/** The ids of the cards or columns that a command changes. @param {Entry} entry @returns {string[]} */
export function entitiesOf(entry) {
  return entry.entities ?? [entry.entity];
}

/**
 * The column that a command moves a card to: null for none, undefined if it does not move the card.
 * @param {Entry} entry
 * @param {string} id
 * @param {any} facts
 * @returns {string | null | undefined}
 */
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
  /** Confirmed fields of cards and columns with pending commands. @type {Map<string, any>} */
  facts = new Map();
  /** @type {Map<string, string | null>} */
  counted = new Map();

  /** @param {Entry} entry @param {(id: string) => any} factsOf the confirmed fields of an entity */
  add(entry, factsOf) {
    for (const id of entitiesOf(entry).filter((each) => !this.facts.has(each))) {
      const facts = factsOf(id);
      this.facts.set(id, facts);
      if ("columnId" in facts) this.counted.set(id, facts.columnId);
    }
    this.#pending.set(entry.eventId, { entry, seq: null });
  }

  /** The entity's commands that no event has confirmed yet, oldest first. @param {string} entity @returns {Entry[]} */
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

  /** Does a pending command decide the card's place? @param {string} entity */
  hasPendingPlace(entity) {
    return this.entriesOf(entity).some((entry) => targetColumn(entry, entity, null) !== undefined);
  }

  /** The server acknowledged a command; its event is still to come. @param {string} eventId @param {number} seq */
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

  /** Drops the commands whose events are in the log up to `seq`. @param {number} seq */
  dropThrough(seq) {
    for (const [eventId, pending] of this.#pending) if (pending.seq !== null && pending.seq <= seq) this.#pending.delete(eventId);
  }

  /** Forgets an entity without pending commands. The DOM alone holds its state then. @param {string} entity */
  forget(entity) {
    this.facts.delete(entity);
    this.counted.delete(entity);
  }

  clear() {
    this.#pending.clear();
    this.facts.clear();
    this.counted.clear();
  }

  /** Stores the column that the log counts a card in. @param {string} id @param {string | null} columnId */
  recordColumn(id, columnId) {
    if (this.counted.has(id)) this.counted.set(id, columnId);
  }

  /** How many more cards a column shows than the log counts. @param {string} columnId */
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
