/** A wish from the user to its end: shown at once, queued, sent, and confirmed by the log or taken back. */

import { Outbox } from "../live/outbox.js";
import { expectAnswer, reanchored, rebased, versionFor } from "../live/rebase.js";
import { uuid7 } from "../page/uuid7.js";
import { learnCard } from "./apply_cards.js";
import { learnColumn } from "./apply_columns.js";
import { flash } from "./cards.js";
import { recount } from "./counts.js";
import { cardBefore, cardNode, columnNode, columnOf, readCard, readColumn } from "./dom.js";
import { redraw } from "./paint.js";
import { findCard, floating } from "./place.js";
import { tellExpired, tellFailure } from "./failures.js";

/** @typedef {import("./page").BoardPage} BoardPage */
/** @typedef {import("../types").Entry} Entry */
/** @typedef {import("../types").Ack} Ack */

const SAVING_MS = 300;

export class Changes {
  /** @param {BoardPage} page @param {import("../live/outbox_store").OutboxStore} store */
  constructor(page, store) {
    this.page = page;
    this.store = store;
    this.outbox = new Outbox({
      store,
      send: (type, payload, eventId) => page.socket.ask(type, payload, eventId),
      prepare: (entry) => this.#final(entry),
      done: (entry, ack) => page.gate.run(() => this.#done(entry, ack)),
      failed: (entry, refusal) => this.#failed(entry, refusal),
      expired: tellExpired,
      changed: (size) => page.status.queued(size),
    });
  }

  /**
   * @param {string} type @param {string} entity @param {Record<string, any>} payload
   * @param {import("../types").Seen} [seen] the version, and the fields the wish is about, as the user sees them
   */
  issue(type, entity, payload, seen) {
    const eventId = uuid7();
    const entry = { eventId, wish: eventId, type, entity, payload, seen, at: Date.now(), tab: this.store.tab };
    this.#show(entry);
    this.outbox.add(entry);
    return entry;
  }

  /** What earlier pages left is shown again and sent. */
  takeUp() {
    for (const entry of this.outbox.restore()) this.#show(entry);
  }

  /** After the page was fetched anew: what is pending is shown on top of what is true now. */
  rebase() {
    const { ledger } = this.page;
    const pending = [...ledger.entities()].flatMap((entity) => ledger.of(entity));
    for (const entry of pending) ledger.drop(entry.eventId);
    ledger.clear();
    // Not what the node shows: the fresh page knows nothing of what is pending.
    for (const entry of pending) this.#show(entry);
    recount(this.page);
  }

  /** @param {Entry} entry */
  #show(entry) {
    this.page.ledger.add(entry, this.facts(entry.entity, entry.type));
    redraw(this.page, entry.entity);
    recount(this.page);
    setTimeout(() => this.#markSaving(entry), SAVING_MS);
  }

  /** What is known of a thing that a command is about. @param {string} entity @param {string} type @returns {any} */
  facts(entity, type) {
    const known = this.page.ledger.facts.get(entity);
    if (known) return known;
    if (type.startsWith("column.")) return (columnNode(entity) && readColumn(/** @type {HTMLElement} */ (columnNode(entity)))) ?? { id: entity, version: 0, position: "", shown: false };
    const card = findCard(entity);
    return card ? readCard(card) : { id: entity, version: 0, position: "", title: "", columnId: null, home: null };
  }

  /** The last moment before sending: by now the page shows what others did. @param {Entry} entry */
  #final(entry) {
    const payload = { ...entry.payload };
    const card = cardNode(entry.entity);
    if (card && (entry.type === "card.move" || entry.type === "card.create")) reanchor(payload, card);
    if (!entry.seen) return payload;
    return { ...payload, version: versionFor(entry, this.page.ledger.facts.get(entry.entity) ?? null) };
  }

  /** @param {Entry} entry @param {Ack} ack */
  #done(entry, ack) {
    const { page } = this;
    expectAnswer(this.outbox.entries, entry.entity, ack.payload ?? {});
    page.ledger.acknowledged(entry.eventId, ack.seq ?? 0);
    cardNode(entry.entity)?.classList.remove("is-saving", "is-queued");
    if (page.ledger.has(entry.eventId)) this.#learnVersion(entry, ack.payload ?? {});
    page.ledger.dropThrough(page.seq);
    redraw(page, entry.entity);
    recount(page);
  }

  /** The event brings the rest; the next command needs the version now. @param {Entry} entry @param {any} answer */
  #learnVersion(entry, answer) {
    const node = entry.type.startsWith("card.") ? findCard(entry.entity) : columnNode(entry.entity);
    const facts = this.page.ledger.facts.get(entry.entity);
    if (!facts || !(answer.version > facts.version)) return;
    const { version, position = facts.position, title = facts.title } = answer;
    const where = answer.columnId ? { columnId: GONE.has(entry.type) ? null : answer.columnId, home: answer.columnId } : {};
    this.page.ledger.facts.set(entry.entity, { ...facts, ...(entry.type.startsWith("column.") ? answer : where), version, position, title });
    if (node) Object.assign(node.dataset, { version: String(version), position });
  }

  /** @param {Entry} entry @param {import("../live/refusal").Refusal} refusal @returns {Entry | null} what to send instead */
  #failed(entry, refusal) {
    const current = refusal.code === "version_conflict" ? refusal.body.current : null;
    const instead = rebased(entry, current, uuid7()) ?? reanchored(entry, refusal.body, uuid7());
    this.page.gate.run(() => (instead ? this.#replace(entry, instead, current) : this.#takeBack(entry, refusal, current)));
    return instead;
  }

  /** @param {Entry} entry @param {Entry} instead @param {any} current */
  #replace(entry, instead, current) {
    this.page.ledger.drop(entry.eventId);
    this.page.ledger.add(instead, this.facts(entry.entity, entry.type));
    if (current) this.#learn(entry, current);
    redraw(this.page, entry.entity);
  }

  /** @param {Entry} entry @param {import("../live/refusal").Refusal} refusal @param {any} current */
  #takeBack(entry, refusal, current) {
    this.page.ledger.drop(entry.eventId);
    if (current) this.#learn(entry, current);
    redraw(this.page, entry.entity);
    recount(this.page);
    const node = cardNode(entry.entity) ?? columnNode(entry.entity);
    node?.classList.remove("is-saving", "is-queued");
    if (node) flash(node, "is-rejected");
    this.page.undo.withdraw(entry.wish);
    tellFailure(this.page, entry, refusal);
    this.page.root.dispatchEvent(new CustomEvent("kr:failed", { detail: { entry, refusal } }));
  }

  /** @param {Entry} entry @param {any} current */
  #learn(entry, current) {
    if (entry.type.startsWith("card.")) learnCard(this.page, current);
    else if (entry.type.startsWith("column.")) learnColumn(this.page, current);
  }

  /** @param {Entry} entry */
  #markSaving(entry) {
    if (!this.page.ledger.has(entry.eventId)) return;
    cardNode(entry.entity)?.classList.add(this.page.socket.state === "open" ? "is-saving" : "is-queued");
  }
}

const GONE = new Set(["card.archive", "card.delete"]);

/**
 * Where a card stands now says it better than where it was put: its neighbour may have gone since.
 * A wish for the end of the column stays one.
 * @param {Record<string, any>} payload @param {HTMLElement} card
 */
function reanchor(payload, card) {
  if (!("after" in payload) || columnOf(card)?.dataset.id !== payload.columnId) return;
  let above = cardBefore(card);
  while (above && floating.has(above.dataset.id ?? "")) above = cardBefore(above);
  payload.after = above?.dataset.id ?? null;
}
