import assert from "node:assert/strict";
import { test } from "node:test";
import { days, fits, isEmpty, nothing, read, write } from "../../../../static/js/board/filter/predicate.js";

const KNOWN = { label: (id) => ["red", "blue"].includes(id), person: (id) => ["ada", "bob"].includes(id) };
const NOON = new Date(2026, 10, 23, 12).getTime();
const HOUR = 3_600_000;
const card = (more = {}) => ({ title: "Paint the Дверь", key: "42", labels: ["red"], people: ["ada"], dueAt: null, done: false, ...more });
const fit = (wish, facts = card()) => fits({ ...nothing(), ...wish }, facts, "WEB", NOON);

test("an address says what is wanted, and a wish says its address", () => {
  const { wish, odd } = read("?q=door&label=red,none&person=ada&person=bob&due=today", KNOWN);
  assert.deepEqual(wish, { q: "door", label: ["red", "none"], person: ["ada", "bob"], due: ["today"] });
  assert.equal(odd, false);
  assert.equal(write(wish), "?q=door&label=red,none&person=ada,bob&due=today");
});

test("what nobody knows is left out, and noticed", () => {
  for (const search of ["?label=green", "?person=eve,ada", "?due=yesterday", `?q=${"x".repeat(300)}`, "?due=%00,today", "?label=../../x"]) {
    assert.equal(read(search, KNOWN).odd, true, search);
  }
  assert.deepEqual(read("?person=eve,ada&due=never", KNOWN).wish, { ...nothing(), person: ["ada"] });
});

test("parameters that are not the filter's stay, and are nothing odd", () => {
  assert.equal(read("?utm=x", KNOWN).odd, false);
  assert.ok(isEmpty(read("?utm=x&q=%20%20", KNOWN).wish));
  assert.equal(write(nothing(), "?utm=x&q=old&due=today"), "?utm=x");
});

test("all the words stand in the title, in whatever capitals, or one is the number", () => {
  for (const q of ["", "paint", "ДВЕРЬ the", "42", "#42", "web-42", "WEB-042 paint"]) assert.ok(fit({ q }), q);
  for (const q of ["paints", "paint window", "4", "APP-42", "web-"]) assert.ok(!fit({ q }), q);
});

test("any of the labels will do, and so will any of the people, but both have to fit", () => {
  assert.ok(fit({ label: ["blue", "red"], person: ["ada"] }));
  assert.ok(!fit({ label: ["red"], person: ["bob"] }));
  assert.ok(!fit({ label: ["none"] }));
  assert.ok(fit({ label: ["none"], person: ["none"] }, card({ labels: [], people: [] })));
});

test("due dates are told by the reader's own days; what is done is no longer due", () => {
  const due = (dueAt, done = false) => ["overdue", "today", "week", "none", "done"].filter((name) => fit({ due: [name] }, card({ dueAt, done })));
  assert.deepEqual(due(NOON - HOUR), ["overdue", "today", "week"]);
  assert.deepEqual(due(NOON - 13 * HOUR), ["overdue"]);
  assert.deepEqual(due(NOON + 11 * HOUR), ["today", "week"]);
  assert.deepEqual(due(NOON + 13 * HOUR), ["week"]);
  assert.deepEqual(due(NOON + 8 * 24 * HOUR), []);
  assert.deepEqual(due(null), ["none"]);
  assert.deepEqual(due(NOON - HOUR, true), ["done"]);
  assert.deepEqual(days(NOON).map((day) => day.getHours()), [0, 0, 0]);
});
