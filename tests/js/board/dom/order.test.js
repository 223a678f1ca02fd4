import assert from "node:assert/strict";
import { test } from "node:test";
import { comparePositions, countedColumns, isWithin } from "../../../../static/js/board/dom/order.js";

test("positions compare as bytes: capitals before small letters", () => {
  assert.deepEqual(["a1", "Zz", "a0V", "a0", "b00"].sort(comparePositions), ["Zz", "a0", "a0V", "a1", "b00"]);
});

test("all is within a column that is loaded whole, else up to its frontier", () => {
  assert.ok(isWithin("zz", null));
  assert.ok(isWithin("a5", "a5"));
  assert.ok(!isWithin("a6", "a5"));
});

const event = (type, payload, changes = {}) => ({ type, payload: { columnId: "b", archivedAt: null, ...payload }, changes });

test("an event says where a card counted before and where after", () => {
  assert.deepEqual(countedColumns(event("card.created")), [null, "b"]);
  assert.deepEqual(countedColumns(event("card.moved", {}, { columnId: ["a", "b"] })), ["a", "b"]);
  assert.deepEqual(countedColumns(event("card.moved", {}, { position: ["a0", "a1"] })), ["b", "b"]);
  assert.deepEqual(countedColumns(event("card.archived", { archivedAt: "t" }, { archivedAt: [null, "t"] })), ["b", null]);
  assert.deepEqual(countedColumns(event("card.restored", {}, { archivedAt: ["t", null] })), [null, "b"]);
  assert.deepEqual(countedColumns(event("card.deleted")), ["b", null]);
});

test("archived cards count nowhere, whatever happens to them", () => {
  assert.deepEqual(countedColumns(event("card.updated", { archivedAt: "t" })), [null, null]);
  assert.deepEqual(countedColumns(event("card.deleted", { archivedAt: "t" })), [null, null]);
});
