/**
 * A queue of commands: sent in order, one at a time, and kept over reloads and offline.
 * A command without an answer is sent again with the same eventId, and the server executes it once.
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
  /** Lets the next command go before this one is answered. */
  #continue = () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pauseTimer;

  /**
   * `prepare` builds the final payload just before sending. `failed` may return a command to send instead.
   * `postponed` is called when a command has to wait; if it returns true, the command is removed.
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

  /** Loads the commands that earlier pages left in storage. @returns {Entry[]} the commands that are new here, oldest first */
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

  /** Removes a command whose event arrived before its answer. @param {string} eventId */
  settle(eventId) {
    const entry = this.#queue.find((other) => other.eventId === eventId);
    if (!entry) return;
    if (entry === this.#queue[0]) this.#continue();
    this.#remove(entry);
  }

  /** Starts sending: the connection is open and the page up to date. */
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
    // The event that moved the neighbour away may not have arrived yet.
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
