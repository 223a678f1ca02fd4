import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { PollingLine } from "../../../static/js/live/polling_line.js";
import { settle } from "../support/fake_websocket.js";

let answers;
let asked;
let frames;
let closes;
let opened;
let sockets;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  mock.method(Math, "random", () => 0.5);
  globalThis.document = Object.assign(new EventTarget(), { hidden: false, cookie: "csrftoken=c", querySelector: () => null });
  globalThis.document.documentElement = { dataset: { csrfCookie: "csrftoken" } };
  globalThis.HTMLInputElement ??= class {};
  globalThis.addEventListener ??= () => undefined;
  [asked, frames, closes, sockets, opened] = [[], [], [], [], 0];
  answers = { "GET /health": { status: "ok" } };
  mock.method(globalThis, "fetch", (url, { method, headers, body }) => {
    const what = `${method} ${String(url).replace("/api/v1", "").replace(/\?.*/, "")}`;
    const sent = { key: headers["Idempotency-Key"], csrf: headers["X-CSRFToken"], body: body && JSON.parse(body) };
    asked.push({ what, query: String(url).split("?")[1] ?? "", ...sent });
    const answer = answers[what];
    if (answer === undefined) return Promise.reject(new TypeError("network"));
    return Promise.resolve({ ok: !answer.code, status: answer.code ? 409 : 200, json: () => Promise.resolve(answer) });
  });
});
afterEach(() => { mock.timers.reset(); mock.restoreAll(); delete globalThis.document; });

async function opening() {
  const line = new PollingLine(() => { sockets.push({ close: () => undefined }); return sockets.at(-1); });
  line.onopen = () => { opened += 1; };
  line.onmessage = ({ data }) => frames.push(JSON.parse(data));
  line.onclose = ({ code }) => closes.push(code);
  await settle();
  return line;
}

async function joined(seq = 4) {
  const line = await opening();
  sockets[0].onclose();
  await settle();
  answers["GET /projects/p/changes"] = { seq, role: "member", events: [] };
  line.send(JSON.stringify({ type: "join_room", ref: "1", payload: { projectId: "p", since: seq, fragments: true } }));
  await settle();
  return line;
}

test("it opens only where the server answers and a WebSocket does not", async () => {
  await opening();
  assert.equal(opened, 0);
  sockets[0].onclose();
  await settle();
  assert.deepEqual([opened, closes], [1, []]);
});

test("where a WebSocket opens after all, the line gives way to it", async () => {
  await opening();
  sockets[0].onopen();
  await settle();
  assert.deepEqual([opened, closes], [0, [4900]]);
});

test("a server that does not answer is no network that blocks", async () => {
  delete answers["GET /health"];
  await opening();
  assert.deepEqual([opened, closes, sockets.length], [0, [1006], 0]);
});

test("a join is answered from the log, and polls go on from there", async () => {
  await joined();
  assert.deepEqual(frames[0], { type: "ack", ref: "1", payload: { seq: 4, role: "member", events: [], presence: [] } });
  answers["GET /projects/p/changes"] = { seq: 6, role: "member", events: [{ seq: 5 }, { seq: 6 }] };
  mock.timers.tick(2_600);
  await settle();
  assert.equal(asked.at(-1).query, "since=4&fragments=1");
  assert.deepEqual(frames.slice(1), [{ seq: 5 }, { seq: 6 }]);
  mock.timers.tick(2_600);
  await settle();
  assert.equal(asked.at(-1).query, "since=6&fragments=1");
});

test("a command keeps its event id, is acknowledged, and its event is read at once", async () => {
  const line = await joined();
  answers["POST /projects/p/commands"] = { eventId: "e", seq: 5, payload: { id: 1 } };
  answers["GET /projects/p/changes"] = { seq: 5, role: "member", events: [{ seq: 5 }] };
  line.send(JSON.stringify({ type: "card.move", ref: "2", eventId: "e", payload: { id: 1 } }));
  await settle();
  const sent = asked.find(({ what }) => what.startsWith("POST"));
  assert.deepEqual([sent.key, sent.csrf, sent.body], ["e", "c", { type: "card.move", payload: { id: 1 } }]);
  assert.deepEqual(frames.slice(1), [{ type: "ack", ref: "2", eventId: "e", seq: 5, payload: { id: 1 } }, { seq: 5 }]);
});

test("a refusal is the socket's error frame", async () => {
  const line = await joined();
  answers["POST /projects/p/commands"] = { code: "version_conflict", detail: "Someone else.", current: { id: 1 } };
  line.send(JSON.stringify({ type: "card.move", ref: "2", eventId: "e", payload: {} }));
  await settle();
  assert.deepEqual(frames[1], { type: "error", ref: "2", error: answers["POST /projects/p/commands"] });
  assert.deepEqual(closes, []);
});

test("what a socket says by closing, this line says by closing too", async () => {
  for (const [answer, code] of [
    [{ code: "unauthenticated", detail: "Please sign in." }, 4401],
    [{ code: "not_found", detail: "Not found." }, 1006],
    [{ seq: 900, role: "member", events: [], resync: true }, 1006],
    [undefined, 1006],
  ]) {
    closes = []; sockets = [];
    await joined();
    answers["GET /projects/p/changes"] = answer;
    mock.timers.tick(2_600);
    await settle();
    assert.deepEqual(closes, [code]);
  }
});

test("a busy server is asked later each time, and the line stays", async () => {
  await joined();
  answers["GET /projects/p/changes"] = { code: "unavailable", detail: "Busy.", retryAfter: 2 };
  const before = asked.length;
  for (let i = 0; i < 12; i += 1) { mock.timers.tick(2_600); await settle(); }
  assert.deepEqual([asked.length - before, closes], [3, []]);
});

test("typing is left out without a word", async () => {
  const line = await joined();
  const before = asked.length;
  line.send(JSON.stringify({ type: "chat.typing", ref: "3", payload: { projectId: "p" } }));
  await settle();
  assert.deepEqual([frames.at(-1), asked.length], [{ type: "ack", ref: "3" }, before]);
});
