import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_SIZE, previewSize, fileKind, formatSize, splitName } from "../../../static/js/files/file_facts.js";
import { uploader } from "../../../static/js/files/upload_request.js";
import { file, files, open } from "../support/fake_uploads.js";
import { settle } from "../support/fake_websocket.js";

test("three go up at once, the next when one has arrived", async () => {
  const { server, queue, states } = open();
  queue.add(files("a", "b", "c", "d", "e"));
  assert.deepEqual(states(), ["a sending", "b sending", "c sending", "d waiting", "e waiting"]);
  server.sent[1].takes();
  await settle();
  assert.deepEqual(states(), ["a sending", "b done", "c sending", "d sending", "e waiting"]);
  for (const entry of server.sent) entry.takes();
  await settle();
  server.sent[4].takes();
  await settle();
  assert.deepEqual(queue.arrived.map(({ name }) => name), ["a", "b", "c", "d", "e"]);
  assert.equal(server.most, 3);
  assert.equal(new Set(server.sent.map(({ key }) => key)).size, 5);
});

test("what arrives is told in the order of arrival, and kept in the order of choosing", async () => {
  const { server, queue, done } = open();
  queue.add(files("a", "b"));
  server.sent[1].takes();
  await settle();
  server.sent[0].takes();
  await settle();
  assert.deepEqual(done, ["b", "a"]);
  assert.deepEqual(queue.arrived.map(({ name }) => name), ["a", "b"]);
});

test("too large and empty are refused before anything is sent, and cannot be tried again", () => {
  const { server, queue } = open();
  queue.add([file("most", MAX_SIZE), file("over", MAX_SIZE + 1), file("empty", 0)]);
  assert.deepEqual(server.sent.map((entry) => entry.file.name), ["most"]);
  assert.deepEqual(queue.failed.map(({ name, why, again }) => [name, why, Boolean(again)]), [
    ["over", "Larger than the limit of 10 MB.", false],
    ["empty", "The file is empty.", false],
  ]);
});

test("progress goes as far as the file, then the server looks at it", () => {
  const { server, queue } = open();
  queue.add([file("a", 100)]);
  server.sent[0].progress(40);
  assert.deepEqual([queue.uploads[0].loaded, queue.uploads[0].state], [40, "sending"]);
  server.sent[0].progress(Infinity);
  assert.deepEqual([queue.uploads[0].loaded, queue.uploads[0].state], [100, "checking"]);
  server.sent[0].progress(50);
  assert.deepEqual([queue.uploads[0].loaded, queue.uploads[0].state], [100, "checking"]);
});

test("a cancelled one is aborted, makes room, and its late answer changes nothing", async () => {
  const { server, queue, done, states } = open();
  queue.add(files("a", "b", "c", "d"));
  queue.remove(queue.uploads[0]);
  assert.deepEqual(server.aborted, ["a"]);
  assert.deepEqual(states(), ["b sending", "c sending", "d sending"]);
  server.sent[0].takes();
  await settle();
  assert.deepEqual(done, []);
});

test("one that is up already is waited for, and told of as not wanted", async () => {
  const late = [];
  const { server, queue, done } = open({ late: ({ id }) => late.push(id) });
  queue.add(files("a"));
  server.sent[0].progress(Infinity);
  queue.remove(queue.uploads[0]);
  server.sent[0].takes();
  await settle();
  assert.deepEqual([server.aborted, late, done, queue.uploads], [[], ["id of a"], [], []]);
});

test("what the server refuses says why, and holds nobody up", async () => {
  const { server, queue, states } = open();
  queue.add(files("a", "b", "c", "d"));
  server.sent[0].refuses({ code: "unsupported_media_type", detail: "Not this kind." });
  await settle();
  assert.deepEqual(states(), ["a failed", "b sending", "c sending", "d sending"]);
  assert.deepEqual([queue.uploads[0].why, queue.uploads[0].again], ["Not this kind.", false]);
});

test("the words of a field come before those of the whole", async () => {
  const { server, queue } = open();
  queue.add(files("a"));
  server.sent[0].refuses({ code: "invalid", detail: "Something.", fields: { file: ["This very thing."] } });
  await settle();
  assert.equal(queue.uploads[0].why, "This very thing.");
});

test("a full project can be tried again, a picture that is too large cannot", async () => {
  const { server, queue } = open();
  queue.add(files("a", "b"));
  server.sent[0].refuses({ code: "too_large", detail: "No room.", used: 9, quota: 10 });
  server.sent[1].refuses({ code: "too_large", detail: "Too many pixels." });
  await settle();
  assert.deepEqual(queue.uploads.map(({ again }) => again), [true, false]);
});

test("too fast for the server, all wait as long as it says", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { server, queue, states } = open();
  queue.add(files("a", "b"));
  server.sent[0].refuses({ code: "rate_limited", retryAfter: 7 });
  await settle();
  assert.deepEqual(states(), ["a waiting", "b sending"]);
  queue.add(files("c"));
  t.mock.timers.tick(6_900);
  assert.equal(server.sent.length, 2);
  t.mock.timers.tick(200);
  assert.deepEqual(states(), ["a sending", "b sending", "c sending"]);
});

test("what an earlier page brought is there again, and nothing is sent for it", () => {
  const { server, queue } = open();
  queue.restore({ id: "f1", name: "old.pdf", size: 5, contentType: "application/pdf", width: null, height: null });
  assert.deepEqual([queue.arrived.length, queue.busy.length, server.sent.length], [1, 0, 0]);
});

test("one request per file: its key, the token, its name; what the server answers", async () => {
  const requests = [];
  globalThis.document = {
    querySelector: () => null, cookie: "csrf-x=other; csrf-1f3a=secret", documentElement: { dataset: { csrfCookie: "csrf-1f3a" } },
  };
  globalThis.HTMLInputElement = class {};
  globalThis.FormData = class { fields = []; append(...field) { this.fields.push(field); } };
  globalThis.XMLHttpRequest = class {
    upload = {};
    headers = {};
    constructor() { requests.push(this); }
    open(method, url) { Object.assign(this, { method, url }); }
    setRequestHeader(name, value) { this.headers[name] = value; }
    send(form) { this.form = form; }
    abort() { this.aborted = true; this.onloadend(); }
    answers(status, response) { Object.assign(this, { status, response }); this.onload(); this.onloadend(); }
  };
  const seen = [];
  const post = () => uploader("p1")(file("a.txt"), "key", (loaded) => seen.push(loaded));
  const first = post();
  const [request] = requests;
  assert.deepEqual([request.method, request.url], ["POST", "/api/v1/files?project_id=p1"]);
  assert.deepEqual([request.headers["Idempotency-Key"], request.headers["X-CSRFToken"]], ["key", "secret"]);
  assert.equal(request.form.fields[0][2], "a.txt");
  request.upload.onprogress({ loaded: 3 });
  request.upload.onload();
  assert.deepEqual(seen, [3, Infinity]);
  request.answers(201, { id: "f1" });
  assert.deepEqual(await first.sent, { id: "f1" });

  const refused = post();
  requests[1].answers(415, { code: "unsupported_media_type", detail: "No." });
  await assert.rejects(refused.sent, { code: "unsupported_media_type", message: "No." });
  const lost = post();
  requests[2].onerror();
  requests[2].onloadend();
  await assert.rejects(lost.sent, { code: "disconnected" });
  const gateway = post();
  requests[3].answers(502, null);
  await assert.rejects(gateway.sent, { code: "disconnected" });
  const gone = post();
  gone.abort();
  assert.equal(requests[4].aborted, true);
});

test("a request that stands still is given up, and so is a sent file without an answer", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const still = uploader("p1")(file("a.txt"), "key", () => undefined);
  t.mock.timers.tick(30_000);
  await assert.rejects(still.sent, { code: "disconnected" });
});

test("sizes, kinds and names in words", () => {
  assert.deepEqual([1, 1023, 1024, 380 * 1024, MAX_SIZE, 2.94 * 1024 ** 2, 1024 ** 3].map((size) => formatSize(size, "en")),
    ["1 B", "1023 B", "1 KB", "380 KB", "10 MB", "2.9 MB", "1 GB"]);
  assert.equal(formatSize(2.94 * 1024 ** 2, "ru"), "2,9 MB");
  assert.deepEqual(["image/png", "text/csv", "application/json", "application/x-tar", "application/pdf", "text/rtf"].map(fileKind),
    ["image", "text", "text", "archive", "document", "document"]);
  assert.deepEqual(["a.tar.gz", ".env", "README", "x.unusuallylong", "photo.jpeg"].map(splitName),
    [["a.tar", ".gz"], [".env", ""], ["README", ""], ["x.unusuallylong", ""], ["photo", ".jpeg"]]);
  assert.deepEqual(
    [previewSize(4000, 3000), previewSize(100, 50), previewSize(1, 9000)],
    [
      { width: 427, height: 320 },
      { width: 100, height: 50 },
      { width: 1, height: 320 },
    ],
  );
});
