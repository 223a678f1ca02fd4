import assert from "node:assert/strict";
import { test } from "node:test";
import { Gate } from "../../../../static/js/board/pending/drag_pause.js";

test("while held nothing is done; then all of it, in order", () => {
  const gate = new Gate();
  const done = [];
  gate.run(() => done.push(1));
  gate.hold();
  gate.run(() => done.push(2));
  gate.run(() => done.push(3));
  assert.deepEqual(done, [1]);
  gate.release();
  gate.run(() => done.push(4));
  assert.deepEqual(done, [1, 2, 3, 4]);
});

test("what comes while the queue is worked off comes after it", () => {
  const gate = new Gate();
  const done = [];
  gate.hold();
  gate.run(() => { done.push(1); gate.run(() => done.push(3)); });
  gate.run(() => done.push(2));
  gate.release();
  assert.deepEqual(done, [1, 2, 3]);
});
