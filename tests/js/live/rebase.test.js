import assert from "node:assert/strict";
import { test } from "node:test";
import { adoptAnswer, rebased, expectedVersion } from "../../../static/js/live/rebase.js";

const move = (seen) => ({ eventId: "e1", type: "card.move", entity: "c", payload: {}, seen, sent: {}, at: 0, tab: "" });
const seen = { version: 3, columnId: "a", position: "a0" };

test("someone's rename does not stop a move: it is sent for the newest version", () => {
  assert.equal(expectedVersion(move(seen), { version: 5, columnId: "a", position: "a0", title: "new" }), 5);
});

test("someone's move does: the version that was seen is sent, and refused", () => {
  assert.equal(expectedVersion(move(seen), { version: 5, columnId: "b", position: "a0" }), 3);
  assert.equal(expectedVersion(move(seen), null), 3);
});

test("after a conflict the same wish goes again where it still holds, under a new name", () => {
  const again = rebased(move(seen), { version: 7, columnId: "a", position: "a0" }, "e2");
  assert.equal(again.eventId, "e2");
  assert.equal(again.seen.version, 7);
  assert.equal("sent" in again, false);
  assert.equal(rebased(move(seen), { version: 7, columnId: "b", position: "a0" }, "e2"), null);
});

test("lists are the same in any order", () => {
  assert.equal(expectedVersion(move({ version: 1, labelIds: ["x", "y"] }), { version: 2, labelIds: ["y", "x"] }), 2);
  assert.equal(expectedVersion(move({ version: 1, labelIds: ["x"] }), { version: 2, labelIds: ["y", "x"] }), 1);
});

test("one's own success is expected by what waits behind it", () => {
  const waiting = [{ ...move({ ...seen }), sent: undefined }, { ...move({ ...seen }), entity: "d", sent: undefined }];
  adoptAnswer(waiting, "c", { version: 4, columnId: "b", position: "b0" });
  assert.deepEqual(waiting[0].seen, { version: 4, columnId: "b", position: "b0" });
  assert.deepEqual(waiting[1].seen, seen);
});
