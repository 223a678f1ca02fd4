import assert from "node:assert/strict";
import { test } from "node:test";
import { keyOf } from "../../../../static/js/board/input/shortcut_keys.js";

test("a key is known by its letter on any layout", () => {
  assert.equal(keyOf({ key: "m", code: "KeyM" }), "m");
  assert.equal(keyOf({ key: "M", code: "KeyM" }), "m");
  assert.equal(keyOf({ key: "ь", code: "KeyM" }), "m");
  assert.equal(keyOf({ key: "я", code: "KeyZ" }), "z");
  assert.equal(keyOf({ key: "х", code: "BracketLeft" }), "[");
  assert.equal(keyOf({ key: "?", code: "Digit7" }), "?");
  assert.equal(keyOf({ key: "ArrowUp", code: "ArrowUp" }), "ArrowUp");
});
