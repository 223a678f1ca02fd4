import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { ConnectionStatus } from "../../../static/js/board/connection_status.js";

let node;
let banners;
let status;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  node = { dataset: { state: "live" }, textContent: "Live" };
  banners = [];
  globalThis.reportError ??= (error) => { throw error; };
  globalThis.document = { querySelector: () => node };
  status = new ConnectionStatus(Promise.resolve({ showOffline: (isOffline, queued) => banners.push([isOffline, queued]) }));
  status.connected();
});
afterEach(() => { mock.timers.reset(); delete globalThis.document; });

test("it says Live only while that is proven", () => {
  status.doubted(true);
  assert.equal(node.textContent, "Checking…");
  status.doubted(false);
  assert.equal(node.textContent, "Live");
});

test("a loss is Reconnecting after two seconds and Offline after eight, with what waits", async () => {
  status.setQueued(2);
  status.disconnected(1006);
  mock.timers.tick(1_900);
  assert.equal(node.textContent, "Live");
  mock.timers.tick(100);
  assert.equal(node.textContent, "Reconnecting…");
  mock.timers.tick(6_000);
  await undefined;
  assert.deepEqual([node.textContent, banners], ["Offline", [[true, 2]]]);
});

test("a server that said that it restarts has 25 seconds before any alarm", () => {
  status.disconnected(1012);
  mock.timers.tick(24_000);
  assert.equal(node.textContent, "Reconnecting…");
  mock.timers.tick(1_000);
  assert.equal(node.textContent, "Offline");
});

test("a late answer after a loss does not make it Live", () => {
  status.disconnected(1006);
  mock.timers.tick(2_000);
  status.doubted(false);
  assert.equal(node.textContent, "Reconnecting…");
});

test("polling is Delayed, at once and after a doubt", () => {
  status.connected(true);
  assert.equal(node.textContent, "Delayed");
  status.doubted(true);
  status.doubted(false);
  assert.equal(node.textContent, "Delayed");
});
