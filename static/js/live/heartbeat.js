/** Detects a dead connection by pings without an answer. */

const EVERY_MS = 20_000;
const MISSES = 2;
const PROBE_MS = 2_500;

export class Heartbeat {
  #missed = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #probe;

  /** @param {{ ping: () => void, dead: () => void }} line */
  constructor(line) {
    this.connection = line;
  }

  start() {
    this.stop();
    this.#missed = 0;
    this.#timer = setInterval(() => this.#beat(), EVERY_MS);
  }

  stop() {
    clearInterval(this.#timer);
    clearTimeout(this.#probe);
    this.#probe = undefined;
  }

  /** Any received frame counts as an answer. */
  received() {
    this.#missed = 0;
    clearTimeout(this.#probe);
    this.#probe = undefined;
  }

  /** Pings now with a short timeout, after sleep or a network change. */
  probe() {
    if (this.#probe !== undefined) return;
    this.#probe = setTimeout(() => { this.#probe = undefined; this.connection.dead(); }, PROBE_MS);
    this.connection.ping();
  }

  #beat() {
    if (this.#missed >= MISSES) { this.connection.dead(); return; }
    this.#missed += 1;
    this.connection.ping();
  }
}
