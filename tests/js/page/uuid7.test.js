import assert from "node:assert/strict";
import { test } from "node:test";
import { uuid7 } from "../../../static/js/page/uuid7.js";

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("an id has version 7 and the standard's variant", () => {
  for (let i = 0; i < 1000; i += 1) assert.match(uuid7(), FORM);
});

test("ids rise, within one millisecond too, and when the clock goes back", () => {
  const made = Array.from({ length: 9000 }, () => uuid7(1_800_000_000_000));
  made.push(uuid7(1_700_000_000_000));
  assert.deepEqual([...made].sort(), made);
  assert.equal(new Set(made).size, made.length);
});

test("an id begins with its time", () => {
  const at = 1_900_000_000_123;
  assert.equal(Number.parseInt(uuid7(at).replace("-", "").slice(0, 12), 16), at);
});
