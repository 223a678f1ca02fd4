/** Delays changes of the board during a drag. They run after the drop, in order. */

export class DragPause {
  #holds = 0;
  /** @type {(() => void)[]} */
  #waiting = [];

  get held() {
    return this.#holds > 0;
  }

  /** @param {() => void} work runs now, or after the drop */
  run(work) {
    if (this.held || this.#waiting.length) this.#waiting.push(work);
    else work();
  }

  hold() {
    this.#holds += 1;
  }

  release() {
    this.#holds = Math.max(0, this.#holds - 1);
    while (!this.held && this.#waiting.length) /** @type {() => void} */ (this.#waiting.shift())();
  }
}
