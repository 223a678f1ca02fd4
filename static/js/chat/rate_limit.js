/** Predicts the server's limit of five messages in ten seconds, so that messages are not refused. */

const MESSAGES = 5;
export const WINDOW_MS = 10_000;

export class RateLimit {
  /** When the last messages were acknowledged, by this browser's clock: never earlier than the server counted them. @type {number[]} */
  #taken = [];
  #until = 0;

  /** @param {number} [now] */
  record(now = Date.now()) {
    this.#taken = [...this.#taken, now].slice(-MESSAGES);
  }

  /** Waits as long as the server asked. @param {number} ms */
  pauseFor(ms, now = Date.now()) {
    this.#until = Math.max(this.#until, now + ms);
  }

  /** Milliseconds until the next message may be sent. @param {number} onTheirWay number of messages sent and not acknowledged */
  wait(onTheirWay, now = Date.now()) {
    const taken = this.#taken.filter((at) => now - at < WINDOW_MS);
    const over = taken.length + onTheirWay - MESSAGES;
    const own = over < 0 ? 0 : (taken[over] ?? now) + WINDOW_MS - now;
    return Math.max(0, own, this.#until - now);
  }
}
