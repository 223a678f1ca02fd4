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

const tick = (labelIds, before) => ({ ...move({ version: 1, labelIds: before }), type: "card.update", payload: { id: "c", labelIds } });

test("a label that somebody else added stays, with the one that is ticked", () => {
  const again = rebased(tick(["old", "mine"], ["old", "gone"]), { version: 2, labelIds: ["old", "gone", "theirs"] }, "e2");
  assert.deepEqual(again.payload.labelIds, ["old", "theirs", "mine"]);
  assert.deepEqual(again.seen, { version: 2, labelIds: ["old", "gone", "theirs"] });
});

test("a title that both changed beside a label is still a conflict", () => {
  const both = { ...tick(["mine"], []), seen: { version: 1, labelIds: [], title: "was" } };
  assert.equal(rebased(both, { version: 2, labelIds: [], title: "theirs" }, "e2"), null);
});

test("a tick that waits keeps what the answer to the one before it brought", () => {
  const second = { ...tick(["first", "second"], ["first"]), sent: undefined };
  adoptAnswer([second], "c", { version: 3, labelIds: ["theirs", "first"] });
  assert.deepEqual(second.payload.labelIds, ["theirs", "first", "second"]);
  assert.deepEqual(second.seen, { version: 3, labelIds: ["theirs", "first"] });
});

test("what several cards get or lose is right on any version, but is not sent for ever", () => {
  const bulk = (change, again) => ({ ...move(undefined), type: "cards.update", payload: { change }, again });
  assert.equal(rebased(bulk({ addLabelIds: ["x"] }), { cards: [] }, "e2").again, 1);
  assert.equal(rebased(bulk({ addLabelIds: ["x"] }, 3), { cards: [] }, "e2"), null);
  assert.equal(rebased(bulk({ columnId: "b" }), { cards: [] }, "e2"), null);
});
