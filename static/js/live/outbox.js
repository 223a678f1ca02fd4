/**
 * Commands on their way: first in, first out, one at a time, kept over reload and offline.
 * What may have arrived is sent again with the same eventId; the server does it once.
 */

/** @typedef {import("../types").Entry} Entry */
/** @typedef {import("../types").Ack} Ack */
/** @typedef {import("./request_error").RequestError} RequestError */
/** @typedef {{ all(): Entry[], put(entry: Entry): void, remove(eventId: string): void }} Store */

export const KEEP_MS = 7 * 24 * 3600 * 1000;
const RETRY_MS = 1_000;
const NEIGHBOUR_MS = 150;

export class Outbox {
  /** @type {Entry[]} */
  #queue = [];
  #sending = false;
  #busy = false;
  /** The next command need not wait for the answer to this one. */
  #continue = () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pauseTimer;

  /**
   * `prepare` makes the final payload at the last moment. `failed` may answer a command to send in its place.
   * `held` hears that a command has to wait; where it answers true, it takes the command back instead.
   * @param {{ store: Store, send: (type: string, payload: unknown, eventId: string) => Promise<Ack>,
   *   prepare: (entry: Entry) => Record<string, any>, done: (entry: Entry, ack: Ack) => void,
   *   failed: (entry: Entry, error: RequestError) => Entry | null, expired: (entries: Entry[]) => void, changed: (size: number) => void,
   *   postponed?: (entry: Entry, error: RequestError) => boolean }} options
   */
  constructor(options) {
    this.options = options;
  }

  /** @returns {readonly Entry[]} */
  get entries() {
    return this.#queue;
  }

  /** Takes up what earlier pages left. @returns {Entry[]} what is new here, oldest first */
  restore(now = Date.now()) {
    const known = new Set(this.#queue.map((entry) => entry.eventId));
    const found = this.options.store.all().filter((entry) => !known.has(entry.eventId));
    const old = found.filter((entry) => now - entry.at > KEEP_MS);
    const kept = found.filter((entry) => now - entry.at <= KEEP_MS).sort(byAge);
    for (const entry of old) this.options.store.remove(entry.eventId);
    if (old.length) this.options.expired(old);
    this.#queue = [...this.#queue, ...kept].sort(byAge);
    if (kept.length) this.#changed();
    return kept;
  }

  /** @param {Entry} entry */
  add(entry) {
    this.#queue.push(entry);
    this.options.store.put(entry);
    this.#changed();
    this.#sendQueue();
  }

  /** Its event was seen: whatever becomes of the answer, it is done. @param {string} eventId */
  settle(eventId) {
    const entry = this.#queue.find((other) => other.eventId === eventId);
    if (!entry) return;
    if (entry === this.#queue[0]) this.#continue();
    this.#remove(entry);
  }

  /** The line is there and the page is up to date. */
  resume() {
    this.#sending = true;
    this.#sendQueue();
  }

  pause() {
    this.#sending = false;
    clearTimeout(this.#pauseTimer);
    this.#pauseTimer = undefined;
  }

  async #sendQueue() {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#sending && this.#pauseTimer === undefined && this.#queue.length) await this.#sendFirst(this.#queue[0]);
    this.#busy = false;
  }

  /** @param {Entry} entry */
  async #sendFirst(entry) {
    if (!entry.sent) {
      entry.sent = this.options.prepare(entry);
      this.options.store.put(entry);
    }
    const seen = new Promise((resolve) => { this.#continue = () => resolve(undefined); });
    await Promise.race([seen, this.#request(entry)]);
  }

  /** @param {Entry} entry */
  async #request(entry) {
    try {
      const ack = await this.options.send(entry.type, entry.sent, entry.eventId);
      this.#remove(entry);
      this.options.done(entry, ack);
    } catch (error) {
      if (this.#queue.includes(entry)) this.#onError(entry, /** @type {RequestError} */ (error));
    }
  }

  /** @param {Entry} entry @param {RequestError} error */
  #onError(entry, error) {
    if (error.code === "disconnected" || error.code === "unauthenticated") { this.#sending = false; return; }
    if (error.isTemporary && this.options.postponed?.(entry, error)) { this.#remove(entry); return; }
    if (error.resultUnknown || error.isTemporary) { this.#waitFor(error.retryAfterMs || RETRY_MS); return; }
    const instead = this.options.failed(entry, error);
    this.#remove(entry);
    if (instead) this.#sendReplacement(instead);
  }

  /** @param {Entry} instead */
  #sendReplacement(instead) {
    this.#queue.unshift(instead);
    this.options.store.put(instead);
    this.#changed();
    // What took its neighbour away may still be on its way to this page.
    if (instead.again) this.#waitFor(NEIGHBOUR_MS * instead.again);
  }

  /** @param {number} ms */
  #waitFor(ms) {
    clearTimeout(this.#pauseTimer);
    this.#pauseTimer = setTimeout(() => { this.#pauseTimer = undefined; this.#sendQueue(); }, ms);
  }

  /** @param {Entry} entry */
  #remove(entry) {
    this.#queue = this.#queue.filter((other) => other !== entry);
    this.options.store.remove(entry.eventId);
    this.#changed();
  }

  #changed() {
    this.options.changed(this.#queue.length);
  }
}

/** @param {Entry} a @param {Entry} b */
function byAge(a, b) {
  return a.eventId < b.eventId ? -1 : 1;
}
