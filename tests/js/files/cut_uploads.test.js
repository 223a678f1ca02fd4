import assert from "node:assert/strict";
import { test } from "node:test";
import { UnfinishedUploads } from "../../../static/js/files/unfinished_uploads.js";
import { file, files, open } from "../support/fake_uploads.js";
import { settle } from "../support/fake_websocket.js";

test("what is cut is sent again by itself with the same key, later each time, and makes room meanwhile", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(Math, "random", () => 1);
  const { server, queue, states, done } = open();
  queue.add(files("a", "b", "c", "d"));
  server.sent[0].refuses({ code: "disconnected" });
  await settle();
  assert.deepEqual(states(), ["a waiting", "b sending", "c sending", "d sending"]);
  assert.equal(queue.busy.length, 4, "a message goes on waiting for it");
  server.sent[3].takes();
  await settle();
  queue.add(files("e"));
  server.sent[4].takes();
  await settle();
  t.mock.timers.tick(999);
  assert.equal(server.sent.length, 5);
  t.mock.timers.tick(1);
  assert.equal(server.sent[5].key, server.sent[0].key);
  server.sent[5].refuses({ code: "unavailable", retryAfter: 3 });
  await settle();
  t.mock.timers.tick(2_900);
  assert.equal(server.sent.length, 6);
  t.mock.timers.tick(100);
  server.sent[6].takes();
  await settle();
  assert.deepEqual(done, ["d", "e", "a"]);
});

test("after two minutes of cuts it waits for a person, or for the connection", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(Math, "random", () => 0.5);
  const { server, queue } = open();
  queue.add(files("a"));
  let waited = 0;
  while (queue.uploads[0].state !== "failed") {
    server.sent.at(-1).refuses({ code: "disconnected" });
    await settle();
    while (queue.uploads[0].state === "waiting") { t.mock.timers.tick(250); waited += 250; }
  }
  assert.ok(waited > 60_000 && waited < 180_000, String(waited));
  assert.deepEqual([queue.uploads[0].again, queue.uploads[0].why], [true, "The connection was lost."]);
  queue.retryDisconnected();
  assert.equal(queue.uploads[0].state, "sending");
  assert.equal(new Set(server.sent.map(({ key }) => key)).size, 1);
});

test("the connection is back: what was cut goes at once, and so does what stood still on the dead line", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  t.mock.method(Math, "random", () => 1);
  const { server, queue, states, done } = open();
  queue.add(files("cut", "still", "moving"));
  server.sent[0].refuses({ code: "disconnected" });
  await settle();
  t.mock.timers.setTime(Date.now() + 8_000);
  server.sent[2].progress(40);
  queue.retryDisconnected();
  assert.deepEqual(states(), ["cut sending", "still sending", "moving sending"]);
  assert.deepEqual(server.sent.map(({ file: { name } }) => name), ["cut", "still", "moving", "cut", "still"]);
  assert.deepEqual(server.aborted, ["still"]);
  server.sent[1].takes();
  await settle();
  assert.deepEqual(done, [], "the answer to an abandoned request");
  server.sent[4].takes();
  await settle();
  assert.deepEqual(done, ["still"]);
});

test("an upload that is removed while it waits is not sent again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { server, queue } = open();
  queue.add(files("a"));
  server.sent[0].refuses({ code: "disconnected" });
  await settle();
  queue.remove(queue.uploads[0]);
  t.mock.timers.tick(60_000);
  assert.equal(server.sent.length, 1);
});

test("what a reload cuts off is named afterwards", () => {
  const kept = new Map();
  globalThis.sessionStorage = {
    getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key),
  };
  const before = new UnfinishedUploads("p", "chat");
  const { queue } = open();
  queue.add([...files("a", "b"), file("empty", 0)]);
  before.save(queue);
  assert.deepEqual(new UnfinishedUploads("p", "chat").names(), ["a", "b"]);
  assert.deepEqual(new UnfinishedUploads("p", "files").names(), []);
  queue.clear();
  before.save(queue);
  assert.deepEqual(new UnfinishedUploads("p", "chat").names(), []);
  delete globalThis.sessionStorage;
});
