/** The project's events in the log's order: last + 1 is applied, known ones are ignored, holes are asked for. */

/** @typedef {import("../types").LoggedEvent} LoggedEvent */
/** @typedef {import("../types").JoinAnswer} JoinAnswer */

const HOLE_MS = 250;
const BUFFER = 500;

export class Room {
  /** @type {Map<number, LoggedEvent>} */
  #later = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #hole;
  #asking = false;

  /**
   * `seq` is the last event that the page shows. `resync` fetches the page anew and answers the seq that it then shows.
   * @param {{ projectId: string, seq: number, ask: (type: string, payload: unknown) => Promise<{ payload: any }>,
   *   apply: (event: LoggedEvent) => void, resync: () => Promise<number>, joined: (answer: JoinAnswer) => void }} options
   */
  constructor(options) {
    this.options = options;
    this.seq = options.seq;
    this.in = false;
  }

  /** After every (re)connection. Resolves when the page is up to date. */
  async join() {
    this.in = false;
    this.#asking = false;
    const answer = await this.#ask("join_room", { fragments: true });
    this.in = true;
    this.options.joined(answer);
    await this.#take(answer);
  }

  left() {
    this.in = false;
    clearTimeout(this.#hole);
    this.#hole = undefined;
  }

  /** An event as it comes, in whatever order. @param {LoggedEvent} event */
  receive(event) {
    if (event.seq <= this.seq) return;
    this.#later.set(event.seq, event);
    this.#drain();
    if (this.#later.size > BUFFER) this.#later.clear();
    if (this.#later.size) this.#expectHole();
  }

  /** The newest seq that the server told. @param {number | undefined} seq */
  heard(seq) {
    if (seq !== undefined && seq > this.seq) this.#expectHole();
  }

  /** @param {JoinAnswer} answer */
  async #take(answer) {
    if (answer.resync) {
      this.seq = await this.options.resync();
      this.#forgetKnown();
      await this.#catchUp();
      return;
    }
    for (const event of answer.events ?? []) this.#later.set(event.seq, event);
    this.#forgetKnown();
    this.#drain();
    if (this.#later.size) this.#expectHole();
  }

  #drain() {
    for (let next = this.#later.get(this.seq + 1); next; next = this.#later.get(this.seq + 1)) {
      this.#later.delete(next.seq);
      this.seq = next.seq;
      this.options.apply(next);
    }
    if (!this.#later.size) { clearTimeout(this.#hole); this.#hole = undefined; }
  }

  #forgetKnown() {
    for (const seq of [...this.#later.keys()]) if (seq <= this.seq) this.#later.delete(seq);
  }

  /** Most holes fill themselves: two processes published at once. */
  #expectHole() {
    if (!this.in || this.#asking || this.#hole !== undefined) return;
    this.#hole = setTimeout(() => { this.#hole = undefined; this.#catchUp().catch(() => undefined); }, HOLE_MS);
  }

  async #catchUp() {
    if (this.#asking || !this.in) return;
    this.#asking = true;
    try {
      const answer = await this.#ask("sync", {});
      this.#asking = false;
      await this.#take(answer);
    } finally {
      this.#asking = false;
    }
  }

  /** @param {string} type @param {object} extra @returns {Promise<JoinAnswer>} */
  async #ask(type, extra) {
    const { projectId } = this.options;
    return (await this.options.ask(type, { projectId, since: this.seq, ...extra })).payload;
  }
}
