/** Five messages in any ten seconds: the server counts, this foretells, so that nobody's words come back refused. */

export const MESSAGES = 5;
export const WINDOW_MS = 10_000;

export class RateLimit {
  /** When the server took our last messages, by our own clock: never earlier than by its. @type {number[]} */
  #taken = [];
  #until = 0;

  /** @param {number} [now] */
  record(now = Date.now()) {
    this.#taken = [...this.#taken, now].slice(-MESSAGES);
  }

  /** The server said how long. @param {number} ms */
  pauseFor(ms, now = Date.now()) {
    this.#until = Math.max(this.#until, now + ms);
  }

  /** How long until one more may go. @param {number} onTheirWay how many are sent and not answered */
  wait(onTheirWay, now = Date.now()) {
    const taken = this.#taken.filter((at) => now - at < WINDOW_MS);
    const over = taken.length + onTheirWay - MESSAGES;
    const own = over < 0 ? 0 : (taken[over] ?? now) + WINDOW_MS - now;
    return Math.max(0, own, this.#until - now);
  }
}
