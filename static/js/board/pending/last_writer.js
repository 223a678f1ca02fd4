/** The last writer of each card and column. A version conflict tells the current state, but not who changed it. */

const PATIENCE_MS = 1_500;
const KEPT = 500;

export class LastWriters {
  /** @type {Map<string, { actorId: string, version: number, type: string }>} */
  #last = new Map();
  /** @type {{ entity: string, version: number, tell: (actorId: string | null) => void }[]} */
  #waiting = [];

  /** @param {import("../../types").LoggedEvent} event */
  record(event) {
    const { id, version } = event.payload ?? {};
    if (!id || version === undefined) return;
    this.#last.delete(id);
    this.#last.set(id, { actorId: event.actorId, version, type: event.type });
    if (this.#last.size > KEPT) this.#last.delete(/** @type {string} */ (this.#last.keys().next().value));
    for (const { entity, version: wanted, tell } of this.#waiting) if (entity === id && version >= wanted) tell(event.actorId);
  }

  /**
   * The user who wrote a version; waits a moment, because its event may come after the error.
   * @param {string} entity
   * @param {number} version
   * @returns {Promise<string | null>}
   */
  async actorOf(entity, version) {
    const known = this.#last.get(entity);
    if (known && known.version >= version) return known.actorId;
    return new Promise((resolve) => {
      const waiting = {
        entity,
        version,
        tell: (/** @type {string | null} */ actorId) => {
          this.#waiting = this.#waiting.filter((other) => other !== waiting);
          resolve(actorId);
        },
      };
      this.#waiting.push(waiting);
      setTimeout(() => waiting.tell(null), PATIENCE_MS);
    });
  }
}
