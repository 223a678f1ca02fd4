import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { backoff } from "../../../static/js/page/backoff.js";
import { Socket } from "../../../static/js/live/socket.js";
import { FakeLine, settle } from "../support/fake_websocket.js";

let lines;
let states;
let ends;
let heads;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  mock.method(Math, "random", () => 1);
  [lines, states, ends, heads] = [[], [], [], []];
});
afterEach(() => { mock.timers.reset(); mock.restoreAll(); });

function connected() {
  const socket = new Socket({
    url: "ws://board/ws",
    open: () => { lines.push(new FakeLine()); return lines.at(-1); },
    onOpen: () => undefined,
    onFrame: (frame) => heads.push(frame),
    onState: (state) => states.push(state),
    onEnd: (why) => ends.push(why),
    onHeads: (rooms) => heads.push(rooms),
  });
  socket.connect();
  lines[0].opens();
  return socket;
}

test("an answer finds its question", async () => {
  const socket = connected();
  const asked = [socket.ask("card.move", { id: 1 }, "e1"), socket.ask("ping", {})];
  assert.deepEqual(lines[0].sent[0], { type: "card.move", ref: "1", eventId: "e1", payload: { id: 1 } });
  lines[0].acks("ping", { rooms: {} });
  lines[0].refuses("card.move", { code: "forbidden" });
  assert.deepEqual((await asked[1]).payload, { rooms: {} });
  await assert.rejects(asked[0], { code: "forbidden" });
});

test("a lost line answers everything with 'disconnected' and is tried again, later each time", async () => {
  const socket = connected();
  const asked = socket.ask("ping", {});
  lines[0].drops();
  await assert.rejects(asked, { code: "disconnected" });
  assert.deepEqual(states, ["connecting", "open", "waiting"]);
  mock.timers.tick(500);
  assert.equal(lines.length, 2);
  lines[1].drops();
  mock.timers.tick(999);
  assert.equal(lines.length, 2);
  mock.timers.tick(1);
  assert.equal(lines.length, 3);
});

test("the wait is spread from nothing to the cap", () => {
  assert.equal(backoff(0, () => 0), 0);
  assert.equal(backoff(3, () => 0.5), 2000);
  assert.equal(backoff(30, () => 1), 30_000);
});

test("a line that stood for half a minute starts counting anew", () => {
  connected();
  lines[0].drops();
  mock.timers.tick(500);
  lines[1].opens();
  mock.timers.tick(30_000);
  lines[1].drops();
  mock.timers.tick(500);
  assert.equal(lines.length, 3);
});

test("4401 and 4403 end it; 4408 and 1012 do not", () => {
  for (const [code, why] of [[4401, "signed-out"], [4403, "gone"], [4408, null], [1012, null]]) {
    lines = []; ends = [];
    const socket = connected();
    lines[0].drops(code);
    assert.deepEqual(ends, why ? [why] : []);
    mock.timers.tick(60_000);
    assert.equal(lines.length, why ? 1 : 2);
    socket.close();
  }
});

test("after a flood it keeps away for five seconds at least", () => {
  connected();
  lines[0].drops(4429);
  mock.timers.tick(5_400);
  assert.equal(lines.length, 1);
  mock.timers.tick(200);
  assert.equal(lines.length, 2);
});

test("silence is noticed: two pings without an answer, and the line is given up", () => {
  connected();
  mock.timers.tick(40_000);
  assert.equal(lines[0].sent.filter((frame) => frame.type === "ping").length, 2);
  assert.equal(lines[0].closed, false);
  mock.timers.tick(20_000);
  assert.equal(lines[0].closed, true);
  assert.equal(states.at(-1), "waiting");
});

test("anything that arrives is a sign of life", () => {
  connected();
  for (let i = 0; i < 6; i += 1) { mock.timers.tick(20_000); lines[0].says({ type: "presence.changed" }); }
  assert.equal(lines[0].closed, false);
});

test("a ping's answer tells the newest seq", async () => {
  connected();
  mock.timers.tick(20_000);
  lines[0].acks("ping", { rooms: { p: 7 } });
  await settle();
  assert.deepEqual(heads, [{ p: 7 }]);
});

test("asked to check, a dead line is given up in seconds, a living one stays", async () => {
  const socket = connected();
  socket.check();
  lines[0].acks("ping", {});
  mock.timers.tick(3_000);
  assert.equal(lines[0].closed, false);
  socket.check();
  mock.timers.tick(3_000);
  assert.equal(lines[0].closed, true);
});

test("asked to check while waiting, it connects at once", () => {
  const socket = connected();
  lines[0].drops();
  socket.check();
  assert.equal(lines.length, 2);
});

test("no answer for 15 seconds is an unknown result", async () => {
  const socket = connected();
  const asked = socket.ask("card.move", {}, "e1");
  mock.timers.tick(15_000);
  await assert.rejects(asked, { code: "timeout" });
});
