import assert from "node:assert/strict";
import { test } from "node:test";
import { cardHtml, event, makeCards, openBoard } from "../../support/board_fixture.js";

test("a label that comes back hangs on its cards again; their version is the same", async () => {
  const cards = makeCards("a", 2).map((card) => ({ ...card, labelIds: ["bug", "idea"] }));
  const board = await openBoard([{ id: "a", cards }]);
  const labels = () => cards.map(({ id }) => board.document.getElementById(`card-${id}`).dataset.labels);
  board.connection.says(event(1, "label.deleted", { id: "bug" }, { changes: { cardIds: [["a0", "a1"], []] } }));
  assert.deepEqual(labels(), ["idea", "idea"]);
  const changes = { place: [null, 0], cardIds: [[], ["a0", "a1", "elsewhere"]], places: [[], [0, 0, 0]] };
  board.connection.says(event(2, "label.restored", { id: "bug" }, { changes, html: cards.map(cardHtml).join("") }));
  assert.deepEqual(labels(), ["bug idea", "bug idea"]);
  assert.equal(board.document.getElementById("card-a0").dataset.version, "1");
});
