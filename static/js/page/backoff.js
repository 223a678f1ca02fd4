/** Exponential backoff with full jitter, so that many browsers do not reconnect at once. */

const BASE_MS = 500;
const CAP_MS = 30_000;

/** @param {number} attempt 0 for the first retry @returns milliseconds */
export function backoff(attempt, random = Math.random) {
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
}
