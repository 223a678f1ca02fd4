/** Detects a dead connection by a ping without an answer. */

const TICK_MS = 5_000;
const TICKS_PER_PING = 4;
const DOUBT_MS = 1_500;
const ANSWER_MS = 4_000;
/** A timer that is this late stood still with the computer, and its time-out says nothing. */
const LATE_MS = 2_000;

export class Heartbeat {
  #ticks = 0;
  #tickedAt = 0;
  #inDoubt = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #doubt;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #probe;

  /**
   * `doubt` is called with true when an answer is late, and with false when it comes after all.
   * @param {{ ping: () => void, dead: () => void, doubt: (isInDoubt: boolean) => void }} line
   */
  constructor(line) {
    this.connection = line;
  }

  start() {
    this.stop();
    this.#ticks = 0;
    this.#tickedAt = Date.now();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  stop() {
    clearInterval(this.#timer);
    this.#settle();
    this.#inDoubt = false;
  }

  /** Only answers prove both directions: events may arrive while nothing gets out. */
  answered() {
    this.#settle();
    if (this.#inDoubt) this.connection.doubt((this.#inDoubt = false));
  }

  /** Pings now: after sleep, a change of network, or a request without an answer. */
  probe() {
    if (this.#probe !== undefined) return;
    const askedAt = Date.now();
    this.#doubt = setTimeout(() => this.connection.doubt((this.#inDoubt = true)), DOUBT_MS);
    this.#probe = setTimeout(() => {
      this.#settle();
      if (Date.now() - askedAt > ANSWER_MS + LATE_MS) this.probe();
      else this.connection.dead();
    }, ANSWER_MS);
    this.connection.ping();
  }

  #tick() {
    const slept = Date.now() - this.#tickedAt > TICK_MS + LATE_MS;
    this.#tickedAt = Date.now();
    this.#ticks += 1;
    if (slept || this.#ticks % TICKS_PER_PING === 0) this.probe();
  }

  #settle() {
    clearTimeout(this.#doubt);
    clearTimeout(this.#probe);
    this.#probe = undefined;
  }
}
