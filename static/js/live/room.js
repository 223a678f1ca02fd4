/** Applies a project's events in the order of the log: the next seq is applied, known ones are ignored, gaps are requested. */

/** @typedef {import("../types").LoggedEvent} LoggedEvent */
/** @typedef {import("../types").JoinAnswer} JoinAnswer */

const GAP_MS = 250;
const MAX_BUFFERED = 500;

export class Room {
  /** @type {Map<number, LoggedEvent>} */
  #buffered = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #gapTimer;
  #requesting = false;

  /**
   * `seq` is the last event that the page shows. `resync` fetches the page again and resolves with the seq it then shows.
   * @param {{ projectId: string, seq: number, request: (type: string, payload: unknown) => Promise<{ payload: any }>,
   *   apply: (event: LoggedEvent) => void, resync: () => Promise<number>, joined: (answer: JoinAnswer) => void }} options
   */
  constructor(options) {
    this.options = options;
    this.seq = options.seq;
    this.isJoined = false;
  }

  /** Joins after every (re)connect. Resolves when the page is up to date. */
  async join() {
    this.isJoined = false;
    this.#requesting = false;
    const answer = await this.#request("join_room", { fragments: true });
    this.isJoined = true;
    this.options.joined(answer);
    await this.#receiveAnswer(answer);
  }

  leave() {
    this.isJoined = false;
    clearTimeout(this.#gapTimer);
    this.#gapTimer = undefined;
  }

  /** Receives an event, in any order. @param {LoggedEvent} event */
  receive(event) {
    if (event.seq <= this.seq) return;
    this.#buffered.set(event.seq, event);
    this.#drain();
    if (this.#buffered.size > MAX_BUFFERED) this.#buffered.clear();
    if (this.#buffered.size) this.#expectGap();
  }

  /** Notes the newest seq that the server reported. @param {number | undefined} seq */
  noteHead(seq) {
    if (seq !== undefined && seq > this.seq) this.#expectGap();
  }

  /** @param {JoinAnswer} answer */
  async #receiveAnswer(answer) {
    if (answer.resync) {
      this.seq = await this.options.resync();
      this.#forgetKnown();
      await this.#catchUp();
      return;
    }
    for (const event of answer.events ?? []) this.#buffered.set(event.seq, event);
    this.#forgetKnown();
    this.#drain();
    if (this.#buffered.size) this.#expectGap();
  }

  #drain() {
    for (let next = this.#buffered.get(this.seq + 1); next; next = this.#buffered.get(this.seq + 1)) {
      this.#buffered.delete(next.seq);
      this.seq = next.seq;
      this.options.apply(next);
    }
    if (!this.#buffered.size) { clearTimeout(this.#gapTimer); this.#gapTimer = undefined; }
  }

  #forgetKnown() {
    for (const seq of [...this.#buffered.keys()]) if (seq <= this.seq) this.#buffered.delete(seq);
  }

  /** Requests a gap after a delay. Most gaps close by themselves, when two processes published at once. */
  #expectGap() {
    if (!this.isJoined || this.#requesting || this.#gapTimer !== undefined) return;
    this.#gapTimer = setTimeout(() => { this.#gapTimer = undefined; this.#catchUp().catch(() => undefined); }, GAP_MS);
  }

  async #catchUp() {
    if (this.#requesting || !this.isJoined) return;
    this.#requesting = true;
    try {
      const answer = await this.#request("sync", {});
      this.#requesting = false;
      await this.#receiveAnswer(answer);
    } finally {
      this.#requesting = false;
    }
  }

  /** @param {string} type @param {object} extra @returns {Promise<JoinAnswer>} */
  async #request(type, extra) {
    const { projectId } = this.options;
    return (await this.options.request(type, { projectId, since: this.seq, ...extra })).payload;
  }
}
