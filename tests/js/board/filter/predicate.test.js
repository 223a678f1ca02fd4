import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dayStarts, matchesChoices, matchesWords, isEmpty, emptyQuery, parseQuery, formatQuery,
} from "../../../../static/js/board/filter/predicate.js";

const KNOWN = { label: (id) => ["red", "blue"].includes(id), person: (id) => ["ada", "bob"].includes(id) };
const NOON = new Date(2026, 10, 23, 12).getTime();
const HOUR = 3_600_000;
const card = (more = {}) => ({ title: "Paint the Дверь", key: "42", labels: ["red"], people: ["ada"], dueAt: null, done: false, ...more });
const fit = (query, facts = card()) => matchesChoices({ ...emptyQuery(), ...query }, facts, NOON);
const reads = (q, facts = card()) => matchesWords(q, facts, ["Needs Paint"], "WEB");

test("an address says what is wanted, and a query says its address", () => {
  const { query, hasUnknown } = parseQuery("?q=door&label=red,none&person=ada&person=bob&due=today", KNOWN);
  assert.deepEqual(query, { q: "door", label: ["red", "none"], person: ["ada", "bob"], due: ["today"] });
  assert.equal(hasUnknown, false);
  assert.equal(formatQuery(query), "?q=door&label=red,none&person=ada,bob&due=today");
});

test("what nobody knows is left out, and noticed", () => {
  for (const search of ["?label=green", "?person=eve,ada", "?due=yesterday", `?q=${"x".repeat(300)}`, "?due=%00,today", "?label=../../x"]) {
    assert.equal(parseQuery(search, KNOWN).hasUnknown, true, search);
  }
  assert.deepEqual(parseQuery("?person=eve,ada&due=never", KNOWN).query, { ...emptyQuery(), person: ["ada"] });
});

test("parameters that are not the filter's stay, and are nothing odd", () => {
  assert.equal(parseQuery("?utm=x", KNOWN).hasUnknown, false);
  assert.ok(isEmpty(parseQuery("?utm=x&q=%20%20", KNOWN).query));
  assert.equal(formatQuery(emptyQuery(), "?utm=x&q=old&due=today"), "?utm=x");
});

test("all the words stand in the title or in a label, in whatever capitals, or one is the number", () => {
  for (const q of ["", "paint", "ДВЕРЬ the", "42", "#42", "web-42", "WEB-042 paint", "needs door".slice(0, 5), "\u00a0paint "]) {
    assert.ok(reads(q), q);
  }
  for (const q of ["paints", "paint window", "4", "APP-42", "web-"]) assert.ok(!reads(q), q);
});

test("accents, wide letters and ё make no difference", () => {
  const facts = card({ title: "Café ＷＩＤＥ Ёлка" });
  for (const q of ["cafe", "café", "wide", "елка", "ёлка"]) assert.ok(reads(q, facts), q);
});

test("phrases and words to leave out are understood before the server answers; operators rule out nothing", () => {
  for (const q of ['"paint the"', "-window", '-"the paint"', "paint is:done", "label:anything", "-due:<friday", "paint “the дверь"]) {
    assert.ok(reads(q), q);
  }
  for (const q of ['"the paint"', "-paint", '-"paint the"', "window is:done", "note:this", "note:", "-#42"]) assert.ok(!reads(q), q);
});

test("an operator without a value is as if not typed", () => {
  for (const q of ["is:", "paint in: -label:", "срок:<", "в：", 'author:"']) assert.ok(reads(q), q);
  for (const q of ["window in:", "re:"]) assert.ok(!reads(q), q);
});

test("any of the labels will do, and so will any of the people, but both have to fit", () => {
  assert.ok(fit({ label: ["blue", "red"], person: ["ada"] }));
  assert.ok(!fit({ label: ["red"], person: ["bob"] }));
  assert.ok(!fit({ label: ["none"] }));
  assert.ok(fit({ label: ["none"], person: ["none"] }, card({ labels: [], people: [] })));
});

test("due dates are told by the reader's own days; what is done is no longer due", () => {
  const due = (dueAt, done = false) =>
    ["overdue", "today", "week", "none", "done"].filter((name) => fit({ due: [name] }, card({ dueAt, done })));
  assert.deepEqual(due(NOON - HOUR), ["overdue", "today", "week"]);
  assert.deepEqual(due(NOON - 13 * HOUR), ["overdue"]);
  assert.deepEqual(due(NOON + 11 * HOUR), ["today", "week"]);
  assert.deepEqual(due(NOON + 13 * HOUR), ["week"]);
  assert.deepEqual(due(NOON + 8 * 24 * HOUR), []);
  assert.deepEqual(due(null), ["none"]);
  assert.deepEqual(due(NOON - HOUR, true), ["done"]);
  assert.deepEqual(dayStarts(NOON).map((day) => day.getHours()), [0, 0, 0]);
});
