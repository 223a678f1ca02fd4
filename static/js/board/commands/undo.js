/** The undo history of this page: which event each command left, and how its undo looks until the server confirms it. */

import { cardNode, columnNode, columnsOf, placeOf, readColumn, cardTitle } from "../dom/queries.js";
import { entitiesOf, targetColumn } from "../pending/ledger.js";

/** @typedef {import("../../types").Entry} Entry */
/** @typedef {import("../../types").Before} Before */
/** @typedef {import("../../types").Step} Step */

const KEPT = 50;

export class UndoHistory {
  /** @type {Step[]} */
  #done = [];
  /** @type {Step[]} */
  #undone = [];
  /** @type {((step: Step) => void) | null} */
  #listener = null;
  /** The step that collects the commands of a group. @type {Step | null} */
  #group = null;

  /** @param {import("../page").BoardPage} page */
  constructor(page) {
    this.page = page;
  }

  /** Sets the listener for new steps and reports the steps recorded before. @param {(step: Step) => void} tell */
  onStep(tell) {
    this.#listener = tell;
    this.#steps().forEach(tell);
  }

  /** Records a command. @param {Entry} entry @param {Record<string, Before>} was @param {string} [text] */
  record(entry, was, text) {
    const part = { wish: entry.wish ?? "", entities: entitiesOf(entry), before: was };
    if (this.#group) this.#group.parts.push(part);
    else this.#pushNew({ parts: [part], entry, text });
  }

  /** Records several commands as one step. @param {string} text @param {() => void} give */
  group(text, give) {
    const step = { parts: [], text };
    this.#collect(step, give);
    if (step.parts.length) this.#pushNew(step);
  }

  /** Stores the seq of the event that a command left. @param {Entry} entry @param {number} seq */
  setSeq({ wish }, seq) {
    const { entries, options } = this.page.outbox;
    for (const part of this.#steps().flatMap((step) => step.parts)) if (part.wish === wish) part.seq = seq;
    for (const entry of entries) if (entry.undoes === wish && !entry.sent) { entry.payload.seq = seq; options.store.put(entry); }
  }

  /** Removes a command that failed: there is nothing to undo. @param {string | undefined} wish */
  withdraw(wish) {
    for (const step of this.#steps()) {
      step.parts = step.parts.filter((part) => part.wish !== wish);
      if (!step.parts.length) this.#remove(step);
    }
  }

  /** @returns {boolean} whether there was something to undo */
  undoLast() {
    return this.revert(this.#done.at(-1));
  }

  /** @returns {boolean} whether there was something to redo */
  redoLast() {
    return this.revert(this.#undone.at(-1));
  }

  /** Undoes a step, or redoes an undone one. @param {Step | undefined} step */
  revert(step) {
    if (!step || step.isClosed) return false;
    this.#remove(step);
    const back = { parts: [], text: step.text, isUndo: !step.isUndo };
    this.#collect(back, () => { for (const part of [...step.parts].reverse()) this.#revertPart(part); });
    this.#push(back);
    return true;
  }

  /** @param {Step["parts"][0]} part */
  #revertPart({ wish, entities, before: was, seq }) {
    const { commands, projectId } = this.page;
    commands.issue("history.undo", entities[0], { projectId, seq }, undefined, { entities, before: was, undoes: wish });
  }

  /** @param {Step} step @param {() => void} give */
  #collect(step, give) {
    this.#group = step;
    give();
    this.#group = null;
  }

  /** @param {Step} step */
  #pushNew(step) {
    for (const old of this.#undone) this.#remove(old);
    this.#push(step);
  }

  /** @param {Step} step */
  #push(step) {
    const steps = step.isUndo ? this.#undone : this.#done;
    steps.push(step);
    if (steps.length > KEPT) steps.shift();
    this.#listener?.(step);
  }

  /** @param {Step} step */
  #remove(step) {
    step.isClosed = true;
    step.close?.();
    this.#done = this.#done.filter((other) => other !== step);
    this.#undone = this.#undone.filter((other) => other !== step);
  }

  #steps() {
    return [...this.#done, ...this.#undone];
  }
}

/** The state that a command is about to change, as the page shows it. @param {Entry} entry @returns {Record<string, Before>} */
export function stateBefore(entry) {
  return Object.fromEntries(entitiesOf(entry).map((id) => [id, before(entry, id)]));
}

/** @param {Entry} entry @param {string} id @returns {Before} */
function before(entry, id) {
  const { type, payload } = entry;
  const card = cardNode(id);
  const column = columnNode(id);
  const named = type === "history.undo" ? entry.before?.[id] ?? {} : { ...payload };
  if (column || type === "column.create") return columnBefore(column, { ...named, ...(type !== "column.update" && { shown: true }) });
  const place = targetColumn(entry, id, {}) === undefined ? {} : card ? placeOf(card) : { columnId: null };
  return { ...place, ...(card && "title" in named && { title: cardTitle(card) }) };
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
