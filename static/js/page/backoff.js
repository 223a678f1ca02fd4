/** How long to wait before the next try: full jitter, so that a thousand browsers don't return at once. */

const BASE_MS = 500;
const CAP_MS = 30_000;

/** @param {number} attempt 0 for the first try after a loss @returns milliseconds */
export function backoff(attempt, random = Math.random) {
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
}
