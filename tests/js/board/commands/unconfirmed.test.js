import assert from "node:assert/strict";
import { test } from "node:test";
import { archiveCard, createCard, deleteCard, moveCard, renameCard, updateCard } from "../../../../static/js/board/commands/cards.js";
import { createColumn, moveColumn, updateColumn } from "../../../../static/js/board/commands/columns.js";
import { makeCards, openBoard, seen } from "../../support/board_fixture.js";
import { settle } from "../../support/fake_websocket.js";

const columns = () => [{ id: "a", cards: makeCards("a", 2) }, { id: "b", cards: [] }];
const titles = (board, columnId) => seen(board.root).find(({ id }) => id === columnId).cards.map((card) => card.split(":")[1]);
const notice = (board) => [...board.document.querySelectorAll(".toast [data-text]")].at(-1)?.textContent;

/** Commands on a card, each with the notice that tells of it. */
const ACTS = {
  "moved": [(page, id) => moveCard(page, id, "b", null), "“Fresh” moved to b"],
  "assigned": [(page, id) => updateCard(page, id, { assigneeIds: ["bob"] }), "Assignees of “Fresh” changed"],
  "labelled": [(page, id) => updateCard(page, id, { labelIds: ["l"] }), "Labels of “Fresh” changed"],
  "dated": [(page, id) => updateCard(page, id, { dueAt: "2026-12-01T10:00:00Z" }), "Dates of “Fresh” changed"],
  "archived": [(page, id) => archiveCard(page, id), "“Fresh” archived"],
  "deleted": [(page, id) => deleteCard(page, id), "“Fresh” deleted"],
};

for (const [how, [act, words]] of Object.entries(ACTS)) {
  test(`a card that is ${how} before its creation is answered keeps its title`, async () => {
    const board = await openBoard(columns());
    const id = createCard(board.page, "a", "Fresh", "top");
    act(board.page, id);
    await settle();
    const { findCard } = await import("../../../../static/js/board/dom/placement.js");
    assert.equal(findCard(id).querySelector(".card__link").textContent, "Fresh");
    assert.equal(findCard(id).querySelector("[data-action=card-menu]").getAttribute("aria-label"), "Menu of Fresh");
    assert.equal(notice(board), words);
  });
}

test("a refused rename of a card that is not answered shows the first title again", async () => {
  const board = await openBoard(columns());
  const id = createCard(board.page, "a", "Fresh", "top");
  renameCard(board.page, id, "Fresher");
  assert.deepEqual(titles(board, "a"), ["Fresher", "a card 0", "a card 1"]);
  const [, rename] = board.page.ledger.entriesOf(id);
  board.page.commands.cancel(rename);
  updateCard(board.page, id, { labelIds: [] });
  assert.deepEqual(titles(board, "a"), ["Fresh", "a card 0", "a card 1"]);
});

test("a new page shows the waiting commands on a new card as the old one did", async () => {
  const board = await openBoard(columns());
  board.connection.drops();
  const id = createCard(board.page, "a", "Fresh", "top");
  moveCard(board.page, id, "b", null);
  const kept = board.page.outbox.entries.map((entry) => ({ ...entry }));
  const again = await openBoard(columns(), { join: false });
  for (const entry of kept) again.page.store.put(entry);
  again.page.commands.restore();
  assert.deepEqual(titles(again, "b"), ["Fresh"]);
});

test("a column keeps its name, its place and its cards until its creation is answered", async () => {
  const board = await openBoard(columns());
  const id = createColumn(board.page, "Soon");
  const node = board.document.getElementById(`column-${id}`);
  createCard(board.page, id, "First there", "end");
  updateColumn(board.page, id, { color: "red" });
  moveColumn(board.page, id, null);
  board.connection.acks("column.create", { id, name: "Soon", version: 1, position: "c" }, { seq: 1 });
  await settle();
  assert.deepEqual(seen(board.root)[0], { id, name: "Soon", count: 1, cards: seen(board.root)[0].cards });
  assert.deepEqual(titles(board, id), ["First there"]);
  assert.equal(board.document.getElementById(`column-${id}`), node, "a redraw keeps the node, and so the focus in it");
});

test("a notice names a card that the page does not show", async () => {
  const board = await openBoard(columns());
  archiveCard(board.page, "elsewhere");
  assert.equal(notice(board), "A card archived");
});
