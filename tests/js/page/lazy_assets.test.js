/** A failed import is retried. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { importWithRetry } from "../../../static/js/page/lazy_assets.js";

const network = new EventTarget();
globalThis.addEventListener = network.addEventListener.bind(network);
globalThis.removeEventListener = network.removeEventListener.bind(network);

test("what fails is tried again at once when the network is back", async () => {
  let tries = 0;
  const loading = importWithRetry(async () => {
    tries += 1;
    if (tries < 4) throw new TypeError("Failed to fetch");
    return "code";
  });
  while (tries < 4) {
    await new Promise((done) => setImmediate(done));
    network.dispatchEvent(new Event("online"));
  }
  assert.equal(await loading, "code");
});

test("what never comes is told in the end", async () => {
  const loading = importWithRetry(() => Promise.reject(new TypeError("Failed to fetch")));
  const again = setInterval(() => network.dispatchEvent(new Event("online")));
  await assert.rejects(loading, TypeError).finally(() => clearInterval(again));
});
