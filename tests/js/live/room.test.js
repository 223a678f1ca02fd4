import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Room } from "../../../static/js/live/room.js";
import { settle } from "../support/fake_websocket.js";

let applied;
let asked;
let answers;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  [applied, asked, answers] = [[], [], []];
});
afterEach(() => mock.timers.reset());

const event = (seq) => ({ type: "card.moved", projectId: "p", seq });
const seqs = () => applied.map(({ seq }) => seq);

function room(seq = 10, resync = async () => 0) {
  return new Room({
    projectId: "p",
    seq,
    request: async (type, payload) => { asked.push([type, payload]); return { payload: answers.shift() ?? { seq, events: [] } }; },
    apply: (one) => applied.push(one),
    resync,
    joined: () => undefined,
  });
}

test("it joins from what the page shows, with fragments, and applies what was missed", async () => {
  answers = [{ seq: 12, events: [event(11), event(12)] }];
  await room().join();
  assert.deepEqual(asked, [["join_room", { projectId: "p", since: 10, fragments: true }]]);
  assert.deepEqual(seqs(), [11, 12]);
});

test("events apply in order, once, however they come", async () => {
  const r = room();
  await r.join();
  for (const seq of [11, 11, 13, 12, 12, 9, 14]) r.receive(event(seq));
  assert.deepEqual(seqs(), [11, 12, 13, 14]);
  mock.timers.tick(1_000);
  await settle();
  assert.equal(asked.length, 1, "and nothing old makes it ask again");
});

test("a hole that does not fill itself is asked for after a moment", async () => {
  const r = room();
  await r.join();
  r.receive(event(13));
  mock.timers.tick(249);
  assert.equal(asked.length, 1);
  answers = [{ seq: 13, events: [event(11), event(12), event(13)] }];
  mock.timers.tick(1);
  await settle();
  assert.deepEqual(asked[1], ["sync", { projectId: "p", since: 10 }]);
  assert.deepEqual(seqs(), [11, 12, 13]);
});

test("a hole that fills itself is not asked for", async () => {
  const r = room();
  await r.join();
  r.receive(event(12));
  r.receive(event(11));
  mock.timers.tick(1_000);
  await settle();
  assert.equal(asked.length, 1);
});

test("a lost last event is noticed by the head that a ping tells", async () => {
  const r = room();
  await r.join();
  answers = [{ seq: 11, events: [event(11)] }];
  r.noteHead(11);
  mock.timers.tick(250);
  await settle();
  assert.deepEqual(seqs(), [11]);
});

test("live events that come before the join's answer wait for it", async () => {
  const r = room();
  answers = [{ seq: 11, events: [event(11)] }];
  const joining = r.join();
  r.receive(event(12));
  assert.deepEqual(seqs(), []);
  await joining;
  assert.deepEqual(seqs(), [11, 12]);
});

test("too much missed: the page is fetched anew, then the rest follows", async () => {
  answers = [{ seq: 900, resync: true }, { seq: 901, events: [event(901)] }];
  const r = room(10, async () => 900);
  const joining = r.join();
  r.receive(event(899));
  await joining;
  assert.deepEqual(asked[1], ["sync", { projectId: "p", since: 900 }]);
  assert.deepEqual(seqs(), [901]);
});

test("after a loss nothing is asked until the connection is back", async () => {
  const r = room();
  await r.join();
  r.receive(event(13));
  r.leave();
  mock.timers.tick(1_000);
  await settle();
  assert.equal(asked.length, 1);
});
