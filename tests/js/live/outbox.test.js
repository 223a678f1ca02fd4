import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { KEEP_MS, Outbox } from "../../../static/js/live/outbox.js";
import { OutboxStore } from "../../../static/js/live/outbox_store.js";
import { memoryStorage } from "../../../static/js/page/storage.js";
import { RequestError } from "../../../static/js/live/request_error.js";
import { settle } from "../support/fake_websocket.js";

let sent;
let calls;
let storage;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  [sent, calls, storage] = [[], [], memoryStorage()];
});
afterEach(() => mock.timers.reset());

const entry = (eventId, more = {}) => ({
  eventId,
  type: "card.move",
  entity: "c",
  payload: { id: "c" },
  at: Date.now(),
  tab: "t",
  ...more,
});

/** Each sent command waits in `sent` for the test to answer it. */
function outbox(options = {}) {
  return new Outbox({
    store: new OutboxStore({ userId: "u", projectId: "p", storage }),
    send: (type, payload, eventId) => new Promise((resolve, reject) => {
      sent.push({ type, payload, eventId, acks: (ack = {}) => resolve(ack), fails: (body) => reject(new RequestError(body)) });
    }),
    prepare: ({ payload }) => ({ ...payload, version: 3 }),
    done: ({ eventId }) => calls.push(["done", eventId]),
    failed: ({ eventId }, { code }) => { calls.push(["failed", eventId, code]); return null; },
    expired: (entries) => calls.push(["expired", ...entries.map(({ eventId }) => eventId)]),
    changed: (size) => calls.push(size),
    ...options,
  });
}

const ids = () => sent.map(({ eventId }) => eventId);
const results = () => calls.filter((one) => Array.isArray(one));

test("commands go out one at a time, in order", async () => {
  const box = outbox();
  box.resume();
  for (const id of ["e1", "e2", "e3"]) box.add(entry(id));
  await settle();
  assert.deepEqual(ids(), ["e1"]);
  sent[0].acks();
  await settle();
  assert.deepEqual(ids(), ["e1", "e2"]);
  assert.deepEqual(results(), [["done", "e1"]]);
});

test("a command whose event was seen holds up nobody; its answer may come late", async () => {
  const box = outbox();
  box.resume();
  for (const id of ["e1", "e2"]) box.add(entry(id));
  await settle();
  box.settle("e1");
  await settle();
  assert.deepEqual(ids(), ["e1", "e2"]);
  sent[0].acks();
  await settle();
  assert.deepEqual([results(), ids()], [[["done", "e1"]], ["e1", "e2"]]);
});

test("offline they wait, and go when the connection is back", async () => {
  const box = outbox();
  box.add(entry("e1"));
  await settle();
  assert.deepEqual(ids(), []);
  box.resume();
  await settle();
  assert.deepEqual(ids(), ["e1"]);
});

test("what may have arrived is sent again as it was, under its name", async () => {
  let version = 3;
  const box = outbox({ prepare: ({ payload }) => ({ ...payload, version: version++ }) });
  box.resume();
  box.add(entry("e1"));
  await settle();
  sent[0].fails({ code: "disconnected" });
  await settle();
  box.resume();
  await settle();
  assert.deepEqual([sent[0].eventId, sent[0].payload], [sent[1].eventId, sent[1].payload]);
});

test("no answer in time: the same again after a moment", async () => {
  const box = outbox();
  box.resume();
  box.add(entry("e1"));
  await settle();
  sent[0].fails({ code: "timeout" });
  await settle();
  mock.timers.tick(1_000);
  await settle();
  assert.deepEqual(ids(), ["e1", "e1"]);
});

test("a limit is waited for as long as the server says", async () => {
  const box = outbox();
  box.resume();
  box.add(entry("e1"));
  await settle();
  sent[0].fails({ code: "rate_limited", retryAfter: 7 });
  await settle();
  mock.timers.tick(6_999);
  await settle();
  assert.deepEqual(ids(), ["e1"]);
  mock.timers.tick(1);
  await settle();
  assert.deepEqual(ids(), ["e1", "e1"]);
});

test("a refusal is reported and the next one goes", async () => {
  const box = outbox();
  box.resume();
  box.add(entry("e1"));
  box.add(entry("e2"));
  await settle();
  sent[0].fails({ code: "wip_limit_reached" });
  await settle();
  assert.deepEqual(results(), [["failed", "e1", "wip_limit_reached"]]);
  assert.deepEqual(ids(), ["e1", "e2"]);
});

test("a refused command can be replaced, and keeps its turn", async () => {
  const box = outbox({ failed: () => entry("e9") });
  box.resume();
  box.add(entry("e1"));
  box.add(entry("e2"));
  await settle();
  sent[0].fails({ code: "version_conflict" });
  await settle();
  assert.deepEqual(ids(), ["e1", "e9"]);
});

test("an event settles its command, whatever becomes of the answer", async () => {
  const box = outbox();
  box.resume();
  box.add(entry("e1"));
  await settle();
  box.settle("e1");
  sent[0].fails({ code: "disconnected" });
  await settle();
  box.resume();
  await settle();
  assert.deepEqual(ids(), ["e1"]);
  assert.equal(box.entries.length, 0);
});

test("after a reload it has what the last page left, frozen payloads too", async () => {
  const before = outbox();
  before.resume();
  before.add(entry("e1"));
  before.add(entry("e2"));
  await settle();
  const after = outbox({ prepare: () => ({ other: true }) });
  assert.deepEqual(after.restore().map(({ eventId }) => eventId), ["e1", "e2"]);
  after.resume();
  await settle();
  assert.deepEqual(sent[1].payload, { id: "c", version: 3 });
  assert.deepEqual(after.restore(), []);
});

test("after a week a command is dropped, with a word", () => {
  outbox().add(entry("e1", { at: Date.now() - KEEP_MS - 1 }));
  const later = outbox();
  assert.deepEqual(later.restore(), []);
  assert.deepEqual(results(), [["expired", "e1"]]);
  assert.deepEqual(outbox().restore(), []);
});

test("what a living tab has on its way is left to it; other people and projects are not seen", () => {
  outbox().add(entry("e1", { tab: "other" }));
  const store = new OutboxStore({ userId: "u", projectId: "p", storage });
  assert.equal(store.all().length, 1);
  store.others = new Set(["other"]);
  assert.equal(store.all().length, 0);
  assert.equal(new OutboxStore({ userId: "v", projectId: "p", storage }).all().length, 0);
});

test("a spoilt entry is thrown away", () => {
  storage.setItem("kr:outbox:u:p:e1", "{");
  assert.deepEqual(outbox().restore(), []);
  assert.equal(storage.getItem("kr:outbox:u:p:e1"), null);
});
