import assert from "node:assert/strict";
import { test } from "node:test";
import { archiveCard, createCard, moveCard, renameCard } from "../../../../static/js/board/commands/cards.js";
import { updateColumn } from "../../../../static/js/board/commands/columns.js";
import { cardsOf, event, joined, makeCards, openBoard } from "../../support/board_fixture.js";
import { settle } from "../../support/fake_websocket.js";

const columns = () => [{ id: "a", cards: makeCards("a", 3) }, { id: "b", cards: makeCards("b", 2) }];
const notices = (board) => [...board.document.querySelectorAll(".toast [data-text]")].map((text) => text.textContent);
const sent = (board) =>
  board.connection.sent.filter(({ eventId }) => eventId).map(({ type, payload }) => [type, payload.seq ?? payload.id]);
const title = (board, id) => board.document.querySelector(`#card-${id} .card__link`).textContent;

/** Acknowledges the last command of a type and sends its event. */
async function done(board, seq, type, payload = {}) {
  const { eventId } = board.connection.last(type);
  board.connection.acks(type, payload, { seq });
  await settle();
  board.connection.says(event(seq, EVENT_TYPES[type] ?? "card.updated", payload, { eventId, actorId: "ada" }));
  await settle();
}
const EVENT_TYPES = { "card.move": "card.moved", "card.archive": "card.archived", "card.create": "card.created" };

test("what is done is taken back one by one, the last first, and done again in turn", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  const [first] = cards[0].cards;
  renameCard(board.page, "a0", "Renamed");
  await settle();
  await done(board, 1, "card.update", { ...first, title: "Renamed", version: 2 });
  moveCard(board.page, "a0", "b", null);
  await settle();
  await done(board, 2, "card.move", { ...first, title: "Renamed", columnId: "b", position: "Zz", version: 3 });
  assert.ok(board.page.undo.undoLast());
  assert.deepEqual([cardsOf(board.root, "a")[0], title(board, "a0")], ["a0", "Renamed"], "shown at once");
  assert.ok(board.page.undo.undoLast());
  assert.equal(title(board, "a0"), "a card 0");
  await settle();
  assert.deepEqual(sent(board).at(-1), ["history.undo", 2]);
  board.connection.acks("history.undo", {}, { seq: 3 });
  await settle();
  assert.deepEqual(sent(board).at(-1), ["history.undo", 1]);
  board.connection.acks("history.undo", {}, { seq: 4 });
  await settle();
  assert.ok(board.page.undo.redoLast());
  assert.equal(title(board, "a0"), "Renamed");
  await settle();
  assert.deepEqual(sent(board).at(-1), ["history.undo", 4], "by taking back what took it back");
  assert.equal(notices(board).at(-1), "WEB-97001 renamed");
});

test("what the server has not answered yet is taken back once it has", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  archiveCard(board.page, "a1");
  board.page.undo.undoLast();
  await settle();
  assert.deepEqual(cardsOf(board.root, "a"), ["a0", "a1", "a2"]);
  assert.deepEqual(sent(board), [["card.archive", "a1"]]);
  board.connection.acks("card.archive", { ...cards[0].cards[1], archivedAt: "t", version: 2 }, { seq: 1 });
  await settle();
  assert.deepEqual(sent(board).at(-1), ["history.undo", 1]);
});

test("offline both wait, in their order", async () => {
  const board = await openBoard(columns());
  board.connection.drops();
  createCard(board.page, "a", "Offline", "top");
  board.page.undo.undoLast();
  await settle();
  assert.deepEqual(cardsOf(board.root, "a"), ["a0", "a1", "a2"]);
  assert.deepEqual(board.page.outbox.entries.map(({ type }) => type), ["card.create", "history.undo"]);
  board.page.socket.connect();
  await joined(board, 0);
  board.connection.acks("card.create", { id: board.page.outbox.entries[0].entity, version: 1, position: "Zz", columnId: "a" }, { seq: 5 });
  await settle();
  assert.deepEqual(sent(board).at(-1), ["history.undo", 5]);
});

test("of what is refused nothing is taken back", async () => {
  const board = await openBoard(columns());
  moveCard(board.page, "a0", "b", null);
  board.page.undo.undoLast();
  await settle();
  board.connection.refuses("card.move", { code: "wip_limit_reached" });
  await settle();
  assert.deepEqual([board.page.outbox.entries.length, sent(board).length], [0, 1]);
  assert.equal(board.page.undo.undoLast(), false);
  assert.equal(board.page.undo.redoLast(), false);
  assert.equal(board.page.ledger.facts.size, 0);
});

test("where the server cannot take it back, it says why, and the card is as it is", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  moveCard(board.page, "a0", "b", null);
  await settle();
  await done(board, 1, "card.move", { ...cards[0].cards[0], columnId: "b", position: "Zz", version: 2 });
  board.page.undo.undoLast();
  await settle();
  board.connection.refuses("history.undo", { code: "cannot_undo", detail: "This can’t be undone: it has been changed since." });
  await settle();
  assert.deepEqual(cardsOf(board.root, "b"), ["a0", "b0", "b1"]);
  assert.equal(notices(board).at(-1), "This can’t be undone: it has been changed since.");
  assert.equal(board.page.undo.redoLast(), false);
});

test("something new ends what could be done again", async () => {
  const board = await openBoard(columns());
  archiveCard(board.page, "a0");
  board.page.undo.undoLast();
  updateColumn(board.page, "b", { name: "Later" });
  assert.equal(board.page.undo.redoLast(), false);
  assert.equal(board.root.querySelector("#column-b .column__name").textContent, "Later");
  board.page.undo.undoLast();
  assert.equal(board.root.querySelector("#column-b .column__name").textContent, "b");
});

test("changes of one kind are one notice, whose button undoes all of them, and Ctrl+Z the last", async () => {
  const board = await openBoard(columns());
  for (const id of ["a0", "a1", "b0"]) archiveCard(board.page, id);
  await settle();
  assert.deepEqual(notices(board), ["3 cards archived"]);
  board.page.undo.undoLast();
  assert.deepEqual(cardsOf(board.root, "b"), ["b0", "b1"]);
  board.page.undo.redoLast();
  await settle();
  archiveCard(board.page, "a2");
  archiveCard(board.page, "b1");
  board.document.querySelector("[data-action=toast-action]").click();
  await settle();
  assert.deepEqual([cardsOf(board.root, "a"), cardsOf(board.root, "b")], [["a2"], ["b1"]]);
});

test("a change of another kind is a notice of its own, in the same place", async () => {
  const board = await openBoard(columns());
  archiveCard(board.page, "a0");
  moveCard(board.page, "a1", "b", null);
  await settle();
  assert.equal(notices(board).length, 1);
  board.document.querySelector("[data-action=toast-action]").click();
  await settle();
  assert.deepEqual(cardsOf(board.root, "a"), ["a1", "a2"]);
});
