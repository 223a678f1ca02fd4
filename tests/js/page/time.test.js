import assert from "node:assert/strict";
import { test } from "node:test";
import { relativeText, dueText } from "../../../static/js/page/time.js";

const now = new Date(2026, 10, 23, 12, 0).getTime();
const at = (day, hour = 18, month = 10, year = 2026) => new Date(year, month, day, hour).getTime();

test("due words are those of a person", () => {
  assert.deepEqual(dueText(at(24), now, "en"), { text: "Tomorrow", state: "soon" });
  assert.equal(dueText(at(23), now, "en").state, "soon");
  assert.match(dueText(at(23), now, "en").text, /^Today, 6:00\sPM$/);
  assert.deepEqual(dueText(at(26), now, "en"), { text: "Thursday", state: "" });
  assert.deepEqual(dueText(at(12, 9, 11), now, "en"), { text: "Dec 12", state: "" });
  assert.deepEqual(dueText(at(12, 9, 0, 2027), now, "en"), { text: "Jan 12, 2027", state: "" });
});

test("what is late says by how much", () => {
  assert.deepEqual(dueText(at(21), now, "en"), { text: "2 days late", state: "late" });
  assert.deepEqual(dueText(at(22, 23), now, "en"), { text: "1 day late", state: "late" });
  assert.deepEqual(dueText(at(23, 9), now, "en"), { text: "3 hours late", state: "late" });
});

test("Russian days begin with a capital", () => {
  assert.equal(dueText(at(26), now, "ru").text, "Четверг");
});

test("the past is told in the reader's language", () => {
  assert.equal(relativeText(now - 10_000, now, "en"), "just now");
  assert.equal(relativeText(now - 5 * 60_000, now, "en"), "5 min. ago");
  assert.equal(relativeText(now - 24 * 3600_000, now, "en"), "yesterday");
  assert.equal(relativeText(now - 24 * 3600_000, now, "ru"), "вчера");
  assert.equal(relativeText(at(1, 9, 8), now, "en"), "Sep 1");
});
