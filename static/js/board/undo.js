/** Taking back the last move, archiving or deletion: by the notice's button, or Ctrl/Cmd+Z. */

import { gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";

const KEPT = 20;

export class Undo {
  /** @type {{ wish: string | undefined, run: () => void, close: () => void }[]} */
  #done = [];

  /** @param {string} text what was done @param {string | undefined} wish the command that did it @param {() => void} undo */
  offer(text, wish, undo) {
    const step = {
      wish,
      run: () => { this.withdraw(wish); undo(); },
      close: () => notice.close(),
    };
    const notice = toast({ text, action: { label: gettext("Undo"), keys: isMac() ? "⌘Z" : "Ctrl+Z", run: () => step.run() } });
    this.#done = [...this.#done, step].slice(-KEPT);
  }

  /** Done already, or refused: there is nothing to take back. @param {string | undefined} wish */
  withdraw(wish) {
    for (const step of this.#done) if (step.wish === wish) step.close();
    this.#done = this.#done.filter((step) => step.wish !== wish);
  }

  /** @returns {boolean} was there something to take back */
  last() {
    const step = this.#done.at(-1);
    step?.run();
    return Boolean(step);
  }
}

export function isMac() {
  return /mac|iphone|ipad/i.test(globalThis.navigator?.userAgent ?? "");
}
