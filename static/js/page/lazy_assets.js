/** Imports code when it is needed, with retries, and enables its styles. */

import { backoff } from "./backoff.js";

const TRIES = 12;

/**
 * @template T
 * @param {() => Promise<T>} load an `import()`
 * @returns {Promise<T>} rejects with the last error after some minutes
 */
export async function importWithRetry(load) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await load();
    } catch (error) {
      if (attempt === TRIES) throw error;
      await onlineOrTimeout(backoff(attempt));
    }
  }
}

/** Enables a stylesheet of `{% later_styles %}`. @param {string} name */
export function enableStyles(name) {
  /** @type {HTMLElement | null} */ (document.querySelector(`link[data-later="${name}"]`))?.setAttribute("media", "all");
}

/** @param {number} milliseconds @returns {Promise<void>} */
function onlineOrTimeout(milliseconds) {
  return new Promise((done) => {
    const goOn = () => {
      removeEventListener("online", goOn);
      clearTimeout(timer);
      done();
    };
    const timer = setTimeout(goOn, milliseconds);
    addEventListener("online", goOn);
  });
}
