import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { backoff } from "../../../static/js/page/backoff.js";
import { Socket } from "../../../static/js/live/socket.js";
import { FakeWebSocket, settle } from "../support/fake_websocket.js";

let connections;
let states;
let ends;
let heads;
let doubts;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  mock.method(Math, "random", () => 1);
  [connections, states, ends, heads, doubts] = [[], [], [], [], []];
});
afterEach(() => { mock.timers.reset(); mock.restoreAll(); });

function connected() {
  const socket = new Socket({
    url: "ws://board/ws",
    createWebSocket: () => { connections.push(new FakeWebSocket()); return connections.at(-1); },
    onOpen: () => undefined,
    onFrame: (frame) => heads.push(frame),
    onState: (state) => states.push(state),
    onEnd: () => ends.push("gone"),
    onHeads: (rooms) => heads.push(rooms),
    onDoubt: (isInDoubt) => doubts.push(isInDoubt),
  });
  socket.connect();
  connections[0].opens();
  return socket;
}

test("an answer finds its question", async () => {
  const socket = connected();
  const asked = [socket.request("card.move", { id: 1 }, "e1"), socket.request("ping", {})];
  assert.deepEqual(connections[0].sent[0], { type: "card.move", ref: "1", eventId: "e1", payload: { id: 1 } });
  connections[0].acks("ping", { rooms: {} });
  connections[0].refuses("card.move", { code: "forbidden" });
  assert.deepEqual((await asked[1]).payload, { rooms: {} });
  await assert.rejects(asked[0], { code: "forbidden" });
});

test("a lost connection answers everything with 'disconnected' and is tried again, later each time", async () => {
  const socket = connected();
  const asked = socket.request("ping", {});
  connections[0].drops();
  await assert.rejects(asked, { code: "disconnected" });
  assert.deepEqual(states, ["connecting", "open", "waiting"]);
  mock.timers.tick(500);
  assert.equal(connections.length, 2);
  connections[1].drops();
  mock.timers.tick(999);
  assert.equal(connections.length, 2);
  mock.timers.tick(1);
  assert.equal(connections.length, 3);
});

test("the wait is spread from nothing to the cap", () => {
  assert.equal(backoff(0, () => 0), 0);
  assert.equal(backoff(3, () => 0.5), 2000);
  assert.equal(backoff(30, () => 1), 30_000);
});

test("a connection that stood for half a minute starts counting anew", () => {
  connected();
  connections[0].drops();
  mock.timers.tick(500);
  connections[1].opens();
  mock.timers.tick(30_000);
  connections[1].drops();
  mock.timers.tick(500);
  assert.equal(connections.length, 3);
});

test("4403 ends it; 4408 and 1012 do not", () => {
  for (const [code, isEnd] of [[4403, true], [4408, false], [1012, false]]) {
    connections = []; ends = [];
    const socket = connected();
    connections[0].drops(code);
    assert.equal(ends.length, isEnd ? 1 : 0);
    mock.timers.tick(60_000);
    assert.equal(connections.length, isEnd ? 1 : 2);
    socket.close();
  }
});

test("4401 raises the doubt whether somebody is signed in, and waits for the answer", () => {
  const said = [];
  globalThis.document = { documentElement: { dataset: {} }, dispatchEvent: ({ type }) => said.push(type) };
  globalThis.CustomEvent ??= class { constructor(type) { this.type = type; } };
  const socket = connected();
  connections[0].drops(4401);
  mock.timers.tick(60_000);
  assert.deepEqual([connections.length, socket.state, said.at(-1)], [1, "waiting", "kr:session-doubt"]);
  socket.suspend();
  socket.checkAlive();
  assert.deepEqual([connections.length, socket.state], [1, "signed-out"]);
  socket.connect();
  assert.equal(connections.length, 2);
  delete globalThis.document;
});

test("a try that takes long is given up for a new one when somebody asks", () => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  const socket = connected();
  connections[0].drops();
  mock.timers.tick(4_000);
  socket.checkAlive();
  assert.equal(connections.length, 2, "the try has only begun");
  mock.timers.tick(1_100);
  socket.checkAlive();
  assert.deepEqual([connections.length, socket.state], [3, "connecting"]);
  socket.close();
});

test("where too many are open already, it keeps away for half a minute", () => {
  connected();
  connections[0].drops(4409);
  mock.timers.tick(29_900);
  assert.equal(connections.length, 1);
  mock.timers.tick(2_000);
  assert.equal(connections.length, 2);
});

test("after a flood it keeps away for five seconds at least", () => {
  connected();
  connections[0].drops(4429);
  mock.timers.tick(5_400);
  assert.equal(connections.length, 1);
  mock.timers.tick(200);
  assert.equal(connections.length, 2);
});

test("silence is noticed: a ping without an answer, and the connection is given up", () => {
  connected();
  mock.timers.tick(20_000);
  assert.equal(connections[0].sent.filter((frame) => frame.type === "ping").length, 1);
  assert.equal(connections[0].closed, false);
  mock.timers.tick(4_000);
  assert.equal(connections[0].closed, true);
  assert.equal(states.at(-1), "waiting");
});

test("what arrives is no sign that anything gets out: only an answer is", () => {
  connected();
  mock.timers.tick(20_000);
  connections[0].acks("ping", {});
  mock.timers.tick(20_000);
  connections[0].says({ type: "presence.changed" });
  mock.timers.tick(4_000);
  assert.equal(connections[0].closed, true);
});

test("a command without an answer makes the page ask, and silence is noticed within ten seconds", () => {
  const socket = connected();
  socket.request("card.move", {}, "e1").catch(() => undefined);
  mock.timers.tick(3_000);
  assert.equal(connections[0].last("ping")?.type, "ping");
  mock.timers.tick(1_500);
  assert.deepEqual(doubts, [true]);
  mock.timers.tick(2_500);
  assert.equal(connections[0].closed, true);
  mock.timers.tick(500);
  assert.equal(connections.length, 2);
});

test("a slow command over a living connection stays", async () => {
  const socket = connected();
  const asked = socket.request("card.move", {}, "e1");
  mock.timers.tick(3_000);
  mock.timers.tick(2_000);
  connections[0].acks("ping", {});
  mock.timers.tick(6_000);
  assert.deepEqual([connections[0].closed, doubts], [false, [true, false]]);
  connections[0].acks("card.move", { id: 1 });
  assert.deepEqual((await asked).payload, { id: 1 });
});

test("after a sleep the page asks at once, and a time-out that slept too says nothing", () => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  const socket = connected();
  mock.timers.setTime(Date.now() + 3_600_000);
  mock.timers.tick(5_000);
  assert.equal(connections[0].sent.filter((frame) => frame.type === "ping").length, 1);
  mock.timers.setTime(Date.now() + 3_600_000);
  mock.timers.tick(4_000);
  assert.equal(connections[0].closed, false);
  assert.equal(connections[0].sent.filter((frame) => frame.type === "ping").length, 2);
  socket.close();
});

test("a handshake without an end is given up", () => {
  connected();
  connections[0].drops();
  mock.timers.tick(500);
  mock.timers.tick(10_000);
  assert.equal(connections[1].closed, true);
  mock.timers.tick(1_000);
  assert.equal(connections.length, 3);
});

test("a ping's answer tells the newest seq", async () => {
  connected();
  mock.timers.tick(20_000);
  connections[0].acks("ping", { rooms: { p: 7 } });
  await settle();
  assert.deepEqual(heads, [{ p: 7 }]);
});

test("asked to check, a dead connection is given up in seconds, a living one stays", async () => {
  const socket = connected();
  socket.checkAlive();
  connections[0].acks("ping", {});
  mock.timers.tick(3_000);
  assert.equal(connections[0].closed, false);
  socket.checkAlive();
  mock.timers.tick(4_000);
  assert.equal(connections[0].closed, true);
});

test("asked to check while waiting, it connects at once", () => {
  const socket = connected();
  connections[0].drops();
  socket.checkAlive();
  assert.equal(connections.length, 2);
});

test("no answer for 15 seconds is an unknown result", async () => {
  const socket = connected();
  const asked = socket.request("card.move", {}, "e1");
  mock.timers.tick(3_000);
  connections[0].acks("ping", {});
  mock.timers.tick(12_000);
  await assert.rejects(asked, { code: "timeout" });
});

test("three WebSockets in a row that do not open, and it polls where the server answers", async () => {
  await import("../../../static/js/live/polling_line.js");
  const parts = { hidden: false, cookie: "", documentElement: { dataset: {} }, querySelector: () => null };
  globalThis.document = Object.assign(new EventTarget(), parts);
  globalThis.addEventListener ??= () => undefined;
  mock.method(globalThis, "fetch", () => Promise.resolve({ ok: true, json: () => Promise.resolve({ status: "ok" }) }));
  const socket = connected();
  connections[0].drops();
  for (const nth of [1, 2, 3]) { mock.timers.tick(4_000); connections[nth].drops(); await settle(20); }
  mock.timers.tick(4_000);
  await settle(20);
  assert.deepEqual([socket.isPolling, connections.length], [true, 5], "one more try before it polls");
  connections[4].onclose();
  await settle();
  assert.equal(socket.state, "open");
  socket.close();
  delete globalThis.document;
});

test("while a server restarts it tries at least every four seconds", () => {
  connected();
  connections[0].drops(1012);
  for (let nth = 1; nth < 6; nth += 1) { mock.timers.tick(4_000); assert.equal(connections.length, nth + 1); connections[nth].drops(); }
});
