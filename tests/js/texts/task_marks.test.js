import assert from "node:assert/strict";
import { test } from "node:test";
import { carryMarks, differInMarks, isTicked, withMark } from "../../../static/js/texts/task_marks.js";

const BEGUN = "😀 Before dusk\n\n- [ ] Fill it\n- [x] Trim the wick\n- [ ] Fill it";

test("a task is ticked where the server counts it, behind signs outside the basic plane too", () => {
  const at = [...BEGUN].indexOf("[");
  const ticked = withMark(BEGUN, at, true);
  assert.equal(ticked, BEGUN.replace("[ ]", "[x]"));
  assert.equal(isTicked([...ticked], at), true);
  assert.equal(withMark(ticked, at, false), BEGUN);
});

test("nothing is changed where no mark stands", () => {
  assert.equal(withMark(BEGUN, 0, true), null);
  assert.equal(withMark("", 7, true), null);
});

test("ticks are told from other changes", () => {
  assert.equal(differInMarks(BEGUN, BEGUN.replace("[x]", "[ ]")), true);
  assert.equal(differInMarks(BEGUN, BEGUN), false);
  assert.equal(differInMarks(BEGUN, BEGUN.replace("Trim", "Trip")), false);
  assert.equal(differInMarks(undefined, BEGUN), false);
});

test("a tick is carried into a newer text to the same one of equal tasks", () => {
  const ticked = BEGUN.replace(/\[ \] Fill it$/, "[x] Fill it");
  const newer = BEGUN.replace("Before dusk", "Before it is dark").replace("[x]", "[ ]");
  assert.equal(carryMarks(BEGUN, ticked, newer), newer.replace(/\[ \] Fill it$/, "[x] Fill it"));
});

test("a tick of a task that is gone is not carried", () => {
  assert.equal(carryMarks(BEGUN, BEGUN.replace("[x]", "[ ]"), "- [ ] Fill it"), null);
});
