/** What this page did, in the order it was done. The log takes it back; here is which event, and what to show meanwhile. */

import { cardNode, columnNode, columnsOf, placeOf, readColumn, titleOf } from "../dom/queries.js";
import { entitiesOf, wanted } from "../pending/ledger.js";

/** @typedef {import("../../types").Entry} Entry */
/** @typedef {import("../../types").Before} Before */
/** @typedef {import("../../types").Step} Step */

const KEPT = 50;

export class Undo {
  /** @type {Step[]} */
  #done = [];
  /** @type {Step[]} */
  #undone = [];
  /** @type {((step: Step) => void) | null} */
  #tell = null;
  /** What is being given now, where it is more than one command. @type {Step | null} */
  #open = null;

  /** @param {import("../page").BoardPage} page */
  constructor(page) {
    this.page = page;
  }

  /** Who says what is done, and what was done before there was anyone to say it. @param {(step: Step) => void} tell */
  toldBy(tell) {
    this.#tell = tell;
    this.#steps().forEach(tell);
  }

  /** A command was given. @param {Entry} entry @param {Record<string, Before>} was @param {string} [text] */
  did(entry, was, text) {
    const part = { wish: entry.wish ?? "", entities: entitiesOf(entry), before: was };
    if (this.#open) this.#open.parts.push(part);
    else this.#new({ parts: [part], entry, text });
  }

  /** Several commands that are one thing to the user. @param {string} text @param {() => void} give */
  together(text, give) {
    const step = { parts: [], text };
    this.#giving(step, give);
    if (step.parts.length) this.#new(step);
  }

  /** The event that a command left. @param {Entry} entry @param {number} seq */
  known({ wish }, seq) {
    const { entries, options } = this.page.outbox;
    for (const part of this.#steps().flatMap((step) => step.parts)) if (part.wish === wish) part.seq = seq;
    for (const entry of entries) if (entry.undoes === wish && !entry.sent) { entry.payload.seq = seq; options.store.put(entry); }
  }

  /** Refused: there is nothing to take back. @param {string | undefined} wish */
  withdraw(wish) {
    for (const step of this.#steps()) {
      step.parts = step.parts.filter((part) => part.wish !== wish);
      if (!step.parts.length) this.#drop(step);
    }
  }

  /** @returns {boolean} was there something to take back */
  last() {
    return this.take(this.#done.at(-1));
  }

  /** @returns {boolean} was there something to do again */
  again() {
    return this.take(this.#undone.at(-1));
  }

  /** Takes back what was done, or does again what was taken back. @param {Step | undefined} step */
  take(step) {
    if (!step || step.over) return false;
    this.#drop(step);
    const back = { parts: [], text: step.text, back: !step.back };
    this.#giving(back, () => { for (const part of [...step.parts].reverse()) this.#takePart(part); });
    this.#keep(back);
    return true;
  }

  /** @param {Step["parts"][0]} part */
  #takePart({ wish, entities, before: was, seq }) {
    const { changes, projectId } = this.page;
    changes.issue("history.undo", entities[0], { projectId, seq }, undefined, { entities, before: was, undoes: wish });
  }

  /** @param {Step} step @param {() => void} give */
  #giving(step, give) {
    this.#open = step;
    give();
    this.#open = null;
  }

  /** @param {Step} step */
  #new(step) {
    for (const old of this.#undone) this.#drop(old);
    this.#keep(step);
  }

  /** @param {Step} step */
  #keep(step) {
    const steps = step.back ? this.#undone : this.#done;
    steps.push(step);
    if (steps.length > KEPT) steps.shift();
    this.#tell?.(step);
  }

  /** @param {Step} step */
  #drop(step) {
    step.over = true;
    step.close?.();
    this.#done = this.#done.filter((other) => other !== step);
    this.#undone = this.#undone.filter((other) => other !== step);
  }

  #steps() {
    return [...this.#done, ...this.#undone];
  }
}

/** What a command is about to change, as the page shows it. @param {Entry} entry @returns {Record<string, Before>} */
export function stateOf(entry) {
  return Object.fromEntries(entitiesOf(entry).map((id) => [id, before(entry, id)]));
}

/** @param {Entry} entry @param {string} id @returns {Before} */
function before(entry, id) {
  const { type, payload } = entry;
  const card = cardNode(id);
  const column = columnNode(id);
  const named = type === "history.undo" ? entry.before?.[id] ?? {} : { ...payload };
  if (column || type === "column.create") return columnBefore(column, { ...named, ...(type !== "column.update" && { shown: true }) });
  const place = wanted(entry, id, {}) === undefined ? {} : card ? placeOf(card) : { columnId: null };
  return { ...place, ...(card && "title" in named && { title: titleOf(card) }) };
}

/** @param {HTMLElement | null} column @param {Before} named @returns {Before} */
function columnBefore(column, named) {
  if (!column) return { shown: false };
  const columns = columnsOf(/** @type {HTMLElement} */ (column.parentElement));
  /** @type {Before} */
  const now = { ...readColumn(column), shown: !column.hidden, after: columns[columns.indexOf(column) - 1]?.dataset.id ?? null };
  return Object.fromEntries(Object.entries(now).filter(([field]) => field in named && !KEYS.has(field)));
}

const KEYS = new Set(["id", "version", "position"]);
