/** Optimistic commands: shown at once, queued and sent, then confirmed by their event or rolled back on an error. */

import { Outbox } from "../../live/outbox.js";
import { adoptAnswer, reanchored, rebased, expectedVersion } from "../../live/rebase.js";
import { uuid7 } from "../../page/uuid7.js";
import { receiveCard } from "../apply/cards.js";
import { receiveColumn } from "../apply/columns.js";
import { flash } from "../dom/cards.js";
import { updateCounts } from "../dom/counts.js";
import { cardBefore, cardNode, columnNode, columnOf, readCard, readColumn } from "../dom/queries.js";
import { entitiesOf } from "../pending/ledger.js";
import { redraw } from "../pending/preview.js";
import { findCard, unconfirmed } from "../dom/placement.js";
import { stateBefore } from "./undo.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {import("../../types").Entry} Entry */
/** @typedef {import("../../types").Ack} Ack */

const SAVING_MS = 300;

export class OptimisticCommands {
  /** @param {BoardPage} page @param {import("../../live/outbox_store").OutboxStore} store */
  constructor(page, store) {
    this.page = page;
    this.store = store;
    this.outbox = new Outbox({
      store,
      send: (type, payload, eventId) => page.socket.request(type, payload, eventId),
      prepare: (entry) => this.#finalPayload(entry),
      done: (entry, ack) => page.dragPause.run(() => this.#onAck(entry, ack)),
      failed: (entry, error) => this.#onError(entry, error),
      expired: (entries) => page.tools.then(({ showExpired }) => showExpired(entries)),
      changed: (size) => page.status.setQueued(size),
    });
  }

  /**
   * @param {string} type @param {string} entity @param {Record<string, any>} payload
   * @param {import("../../types").Seen} [seen] the version and the fields to change, as the user sees them
   * @param {Partial<Entry> & { text?: string }} [more] `text` describes the change if the command's type does not
   */
  issue(type, entity, payload, seen, { text, ...more } = {}) {
    const eventId = uuid7();
    /** @type {Entry} */
    const entry = { eventId, wish: eventId, type, entity, payload, seen, at: Date.now(), tab: this.store.tab, ...more };
    const before = stateBefore(entry);
    this.#show(entry);
    this.outbox.add(entry);
    this.page.undo.record(entry, before, text);
    return { wish: eventId, ...entry };
  }

  /** Shows and sends the commands that earlier pages left in storage. */
  restore() {
    for (const entry of this.outbox.restore()) this.#show(entry);
  }

  /** Shows the pending commands on top of a freshly fetched page. */
  rebase() {
    const { ledger } = this.page;
    const pending = ledger.entries();
    for (const entry of pending) ledger.drop(entry.eventId);
    ledger.clear();
    // The ledger is cleared first: the fresh page shows no pending command.
    for (const entry of pending) this.#show(entry);
    updateCounts(this.page);
  }

  /** @param {Entry} entry */
  #show(entry) {
    this.page.ledger.add(entry, (id) => this.factsOf(id, entry.type));
    this.#redraw(entry);
    setTimeout(() => this.#markSaving(entry), SAVING_MS);
  }

  /** The known fields of a card or column. @param {string} entity @param {string} type @returns {any} */
  factsOf(entity, type) {
    const known = this.page.ledger.facts.get(entity);
    if (known) return known;
    if (type.startsWith("column.") || columnNode(entity))
      {return (
        (columnNode(entity) && readColumn(/** @type {HTMLElement} */ (columnNode(entity)))) ?? {
          id: entity,
          version: 0,
          position: "",
          shown: false,
        }
      );}
    const card = findCard(entity);
    return card ? readCard(card) : { id: entity, version: 0, position: "", title: "", columnId: null, home: null };
  }

  /** Builds the final payload just before sending, from what the page shows then. @param {Entry} entry */
  #finalPayload(entry) {
    const payload = { ...entry.payload };
    if (entry.type === "cards.update") payload.cards = entitiesOf(entry).map((id) => ({ id, version: this.factsOf(id, "card.").version }));
    const card = cardNode(entry.entity);
    if (card && (entry.type === "card.move" || entry.type === "card.create")) reanchor(payload, card);
    if (!entry.seen) return payload;
    return { ...payload, version: expectedVersion(entry, this.page.ledger.facts.get(entry.entity) ?? null) };
  }

  /** @param {Entry} entry @param {Ack} ack */
  #onAck(entry, ack) {
    const { page } = this;
    if (ack.seq) page.undo.setSeq(entry, ack.seq);
    page.ledger.acknowledge(entry.eventId, ack.seq ?? 0);
    this.#clearMarks(entry);
    for (const answer of entry.entities ? (ack.payload?.cards ?? []) : [ack.payload ?? {}]) {
      const id = entry.entities ? answer.id : entry.entity;
      adoptAnswer(this.outbox.entries, id, answer);
      if (page.ledger.has(entry.eventId)) this.#receiveVersion(entry, id, answer);
    }
    page.ledger.dropThrough(page.seq);
    this.#redraw(entry);
  }

  /**
   * Stores the acknowledged version, which the next command needs before the event arrives.
   * @param {Entry} entry
   * @param {string} id
   * @param {any} answer
   */
  #receiveVersion({ type }, id, answer) {
    const node = type.startsWith("card") ? findCard(id) : columnNode(id);
    const facts = this.page.ledger.facts.get(id);
    if (!facts || !(answer.version > facts.version)) return;
    const { version, position = facts.position, title = facts.title } = answer;
    const where = answer.columnId
      ? { columnId: REMOVING.has(type) || answer.archivedAt ? null : answer.columnId, home: answer.columnId }
      : {};
    this.page.ledger.facts.set(id, { ...facts, ...(type.startsWith("column.") ? answer : where), version, position, title });
    if (node) Object.assign(node.dataset, { version: String(version), position });
  }

  /** @param {Entry} entry */
  #redraw(entry) {
    for (const id of entitiesOf(entry)) redraw(this.page, id);
    updateCounts(this.page);
  }

  /** @param {Entry} entry */
  #clearMarks(entry) {
    for (const id of entitiesOf(entry)) cardNode(id)?.classList.remove("is-saving", "is-queued");
  }

  /**
   * @param {Entry} entry
   * @param {import("../../live/request_error").RequestError} error
   * @returns {Entry | null} the command to send instead
   */
  #onError(entry, error) {
    const current = error.code === "version_conflict" ? error.body.current : null;
    const instead = rebased(entry, current, uuid7()) ?? reanchored(entry, error.body, uuid7());
    this.page.dragPause.run(() => (instead ? this.#replace(entry, instead, current) : this.#rollBack(entry, error, current)));
    return instead;
  }

  /** @param {Entry} entry @param {Entry} instead @param {any} current */
  #replace(entry, instead, current) {
    this.page.ledger.drop(entry.eventId);
    this.page.ledger.add(instead, (id) => this.factsOf(id, entry.type));
    if (current) this.#receive(entry, current);
    this.#redraw(entry);
  }

  /** @param {Entry} entry @param {import("../../live/request_error").RequestError} error @param {any} current */
  #rollBack(entry, error, current) {
    this.cancel(entry);
    if (current) this.#receive(entry, current);
    this.#redraw(entry);
    this.#clearMarks(entry);
    for (const id of entitiesOf(entry)) {
      const node = cardNode(id) ?? columnNode(id);
      if (node) flash(node, "is-rejected");
    }
    this.page.tools.then(({ showFailure }) => showFailure(this.page, entry, error));
    this.page.root.dispatchEvent(new CustomEvent("kr:failed", { detail: { entry, error } }));
  }

  /** Drops a command that failed, and the queued undo of it. @param {Entry} entry */
  cancel(entry) {
    this.page.ledger.drop(entry.eventId);
    this.page.undo.withdraw(entry.wish);
    for (const waiting of this.outbox.entries.filter(({ undoes }) => undoes === entry.wish)) {
      this.outbox.settle(waiting.eventId);
      this.cancel(waiting);
    }
  }

  /** @param {Entry} entry @param {any} current */
  #receive(entry, current) {
    if (entry.type.startsWith("card")) for (const card of current.cards ?? [current]) receiveCard(this.page, card);
    else if (entry.type.startsWith("column.")) receiveColumn(this.page, current);
  }

  /** @param {Entry} entry */
  #markSaving(entry) {
    if (!this.page.ledger.has(entry.eventId)) return;
    const state = this.page.socket.state === "open" ? "is-saving" : "is-queued";
    for (const id of entitiesOf(entry)) cardNode(id)?.classList.add(state);
  }
}

const REMOVING = new Set(["card.archive", "card.delete"]);

/**
 * Replaces `after` by the card that is now above: the former neighbour may be gone.
 * A move to the end of the column stays one.
 * @param {Record<string, any>} payload @param {HTMLElement} card
 */
function reanchor(payload, card) {
  if (!("after" in payload) || columnOf(card)?.dataset.id !== payload.columnId) return;
  let above = cardBefore(card);
  while (above && unconfirmed.has(above.dataset.id ?? "")) above = cardBefore(above);
  payload.after = above?.dataset.id ?? null;
}
