import assert from "node:assert/strict";
import { test } from "node:test";
import { DragPause } from "../../../../static/js/board/pending/drag_pause.js";

test("while held nothing is done; then all of it, in order", () => {
  const pause = new DragPause();
  const done = [];
  pause.run(() => done.push(1));
  pause.hold();
  pause.run(() => done.push(2));
  pause.run(() => done.push(3));
  assert.deepEqual(done, [1]);
  pause.release();
  pause.run(() => done.push(4));
  assert.deepEqual(done, [1, 2, 3, 4]);
});

test("what comes while the queue is worked off comes after it", () => {
  const pause = new DragPause();
  const done = [];
  pause.hold();
  pause.run(() => { done.push(1); pause.run(() => done.push(3)); });
  pause.run(() => done.push(2));
  pause.release();
  assert.deepEqual(done, [1, 2, 3]);
});
