import assert from "node:assert/strict";
import { test } from "node:test";
import { archiveCard, createCard, moveCard, renameCard } from "../../../../static/js/board/commands/cards.js";
import { createColumn, updateColumn } from "../../../../static/js/board/commands/columns.js";
import { cardHtml, cardsOf, columnHtml, countOf, event, joined, makeCards, openBoard, seen } from "../../support/board_fixture.js";
import { settle } from "../../support/fake_websocket.js";

const columns = () => [{ id: "a", cards: makeCards("a", 3) }, { id: "b", cards: makeCards("b", 2) }];
const node = (board, id) => board.document.getElementById(`card-${id}`);
const title = (board, id) => node(board, id).querySelector(".card__link").textContent;
const notices = (board) => [...board.document.querySelectorAll(".toast [data-text]")].map((text) => text.textContent);

async function move(board, id, columnId, after) {
  moveCard(board.page, id, columnId, after);
  await settle();
}

test("a move is shown at once, sent as 'below that one', and confirmed by its event", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  await move(board, "a0", "b", "b0");
  assert.deepEqual([cardsOf(board.root, "b"), countOf(board.root, "a"), countOf(board.root, "b")], [["b0", "a0", "b1"], 2, 3]);
  const { payload, eventId } = board.connection.last("card.move");
  assert.deepEqual(payload, { id: "a0", columnId: "b", after: "b0", version: 1 });
  const card = { ...cards[0].cards[0], columnId: "b", position: "a0000V", version: 2 };
  board.connection.acks("card.move", card, { seq: 1 });
  await settle();
  board.connection.says(event(1, "card.moved", card, { eventId, actorId: "ada", changes: { columnId: ["a", "b"] } }));
  assert.deepEqual([cardsOf(board.root, "b"), countOf(board.root, "a"), countOf(board.root, "b")], [["b0", "a0", "b1"], 2, 3]);
  assert.equal(board.page.ledger.facts.size, 0);
});

test("the event may come before the answer, or instead of it", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  await move(board, "a0", "b", null);
  const { eventId } = board.connection.last("card.move");
  const card = { ...cards[0].cards[0], columnId: "b", position: "Zz", version: 2 };
  board.connection.says(event(1, "card.moved", card, { eventId, actorId: "ada", changes: { columnId: ["a", "b"] } }));
  board.connection.drops();
  await settle();
  assert.deepEqual(cardsOf(board.root, "b"), ["a0", "b0", "b1"]);
  assert.equal(board.page.outbox.entries.length, 0);
});

test("a conflict puts the card where it is now, and names who was first", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  await move(board, "a0", "b", "b1");
  const current = { ...cards[0].cards[0], position: "a0001V", version: 2 };
  board.connection.says(event(1, "card.moved", current, { actorId: "dina", changes: { position: ["a0000", "a0001V"] } }));
  assert.deepEqual(cardsOf(board.root, "b"), ["b0", "b1", "a0"], "the answer decides, not the event");
  board.connection.refuses("card.move", { code: "version_conflict", current });
  await settle();
  assert.deepEqual([cardsOf(board.root, "a"), cardsOf(board.root, "b")], [["a1", "a0", "a2"], ["b0", "b1"]]);
  assert.deepEqual([countOf(board.root, "a"), countOf(board.root, "b")], [3, 2]);
  assert.match(notices(board).at(-1), /^Dina moved WEB-97001 first/);
});

test("who was first may be told after the refusal", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  await move(board, "a0", "b", "b1");
  const current = { ...cards[0].cards[0], position: "a0001V", version: 2 };
  board.connection.refuses("card.move", { code: "version_conflict", current });
  await settle();
  board.connection.says(event(1, "card.moved", current, { actorId: "dina", changes: { position: ["a0000", "a0001V"] } }));
  await settle();
  assert.match(notices(board).at(-1), /^Dina moved/);
});

test("a conflict over something else is no conflict: the move goes again on the new version", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  await move(board, "a0", "b", "b1");
  const first = board.connection.last("card.move");
  board.connection.refuses("card.move", { code: "version_conflict", current: { ...cards[0].cards[0], title: "Renamed", version: 2 } });
  await settle();
  const second = board.connection.last("card.move");
  assert.notEqual(second.eventId, first.eventId);
  assert.equal(second.payload.version, 2);
  assert.deepEqual(cardsOf(board.root, "b"), ["b0", "b1", "a0"]);
  assert.equal(title(board, "a0"), "Renamed");
  assert.doesNotMatch(notices(board).join(), /first/);
});

test("a refusal takes the change back and says what to do", async () => {
  for (const [code, words] of [["wip_limit_reached", /limit/], ["forbidden", /only view/], ["not_found", /no longer exists/]]) {
    const board = await openBoard(columns());
    await move(board, "a0", "b", null);
    board.connection.refuses("card.move", { code });
    await settle();
    assert.deepEqual([cardsOf(board.root, "a"), cardsOf(board.root, "b")], [["a0", "a1", "a2"], ["b0", "b1"]]);
    assert.match(notices(board).at(-1), words);
  }
});

test("a rename shows at once; others' moves of the card meanwhile are shown, their rename wins", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  renameCard(board.page, "a0", "Mine");
  await settle();
  assert.equal(title(board, "a0"), "Mine");
  const theirs = { ...cards[0].cards[0], title: "Theirs", version: 2 };
  board.connection.says(event(1, "card.updated", theirs, { html: cardHtml(theirs), changes: { title: ["a card 0", "Theirs"] } }));
  assert.equal(title(board, "a0"), "Mine");
  board.connection.refuses("card.update", { code: "version_conflict", current: theirs });
  await settle();
  assert.equal(title(board, "a0"), "Theirs");
  assert.match(notices(board).at(-1), /^Bob changed/);
});

test("a new card stands in the column at once, becomes real by its event, and can be moved before that", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  const id = createCard(board.page, "b", "Fresh", "end");
  moveCard(board.page, id, "a", "a0");
  await settle();
  assert.deepEqual(cardsOf(board.root, "a"), ["a0", id, "a1", "a2"]);
  const sent = board.connection.last("card.create");
  assert.deepEqual(sent.payload, { id, columnId: "b", title: "Fresh" });
  assert.equal(board.connection.last("card.move"), undefined);
  const card = { ...makeCards("b", 1)[0], id, title: "Fresh", position: "a9", version: 1, number: 77, key: "WEB-77" };
  board.connection.acks("card.create", card, { seq: 1 });
  await settle();
  assert.deepEqual(board.connection.last("card.move").payload, { id, columnId: "a", after: "a0", version: 1 });
  board.connection.says(event(1, "card.created", card, { eventId: sent.eventId, actorId: "ada", html: cardHtml(card) }));
  assert.deepEqual(cardsOf(board.root, "a"), ["a0", id, "a1", "a2"], "still where it is wished");
  assert.equal(node(board, id).querySelector(".card__id").textContent, "WEB-77");
  const moved = { ...card, columnId: "a", position: "a0000V", version: 2 };
  board.connection.says(
    event(2, "card.moved", moved, {
      eventId: board.connection.last("card.move").eventId,
      actorId: "ada",
      changes: { columnId: ["b", "a"] },
    }),
  );
  assert.deepEqual([cardsOf(board.root, "a"), countOf(board.root, "a"), countOf(board.root, "b")], [["a0", id, "a1", "a2"], 4, 2]);
});

test("a refused new card is gone again", async () => {
  const board = await openBoard(columns());
  createCard(board.page, "b", "Fresh", "top");
  await settle();
  board.connection.refuses("card.create", { code: "wip_limit_reached" });
  await settle();
  assert.deepEqual([cardsOf(board.root, "b"), countOf(board.root, "b")], [["b0", "b1"], 2]);
});

test("two moves of one card in a row: the second expects the first", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  await move(board, "a0", "b", null);
  await move(board, "a0", "b", "b1");
  const first = { ...cards[0].cards[0], columnId: "b", position: "Zz", version: 2 };
  board.connection.acks("card.move", first, { seq: 1 });
  await settle();
  assert.deepEqual(board.connection.last("card.move").payload, { id: "a0", columnId: "b", after: "b1", version: 2 });
});

test("archiving hides the card; undo brings it back where it was", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  archiveCard(board.page, "a1");
  await settle();
  assert.deepEqual([cardsOf(board.root, "a"), countOf(board.root, "a")], [["a0", "a2"], 2]);
  const gone = { ...cards[0].cards[1], archivedAt: "t", version: 2 };
  board.connection.acks("card.archive", gone, { seq: 1 });
  await settle();
  board.connection.says(
    event(1, "card.archived", gone, {
      eventId: board.connection.last("card.archive").eventId,
      actorId: "ada",
      changes: { archivedAt: [null, "t"] },
    }),
  );
  assert.ok(board.page.undo.undoLast());
  await settle();
  assert.deepEqual(board.connection.last("history.undo").payload, { projectId: "p", seq: 1 });
  assert.deepEqual([cardsOf(board.root, "a"), countOf(board.root, "a")], [["a0", "a1", "a2"], 3]);
});

test("undo of a move shows the card below its old neighbour at once", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  await move(board, "a1", "b", null);
  const moved = { ...cards[0].cards[1], columnId: "b", position: "Zz", version: 2 };
  board.connection.acks("card.move", moved, { seq: 1 });
  await settle();
  board.connection.says(
    event(1, "card.moved", moved, {
      eventId: board.connection.last("card.move").eventId,
      actorId: "ada",
      changes: { columnId: ["a", "b"] },
    }),
  );
  board.document.querySelector(".toast [data-action=toast-action]").click();
  await settle();
  assert.deepEqual(board.connection.last("history.undo").payload, { projectId: "p", seq: 1 });
  assert.deepEqual(cardsOf(board.root, "a"), ["a0", "a1", "a2"]);
  assert.equal(board.page.undo.undoLast(), false);
});

test("offline: moves and new cards wait, and go on what others did meanwhile", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  board.connection.drops();
  await move(board, "a0", "b", "b0");
  createCard(board.page, "a", "Offline", "end");
  await settle();
  assert.deepEqual([cardsOf(board.root, "b"), seen(board.root)[0].cards.length], [["b0", "a0", "b1"], 3]);
  board.page.socket.connect();
  const renamed = { ...cards[0].cards[0], title: "Renamed", version: 2 };
  const left = { ...cards[1].cards[0], columnId: "a", position: "a9", version: 2 };
  await joined(board, 2, [
    event(1, "card.updated", renamed, { html: cardHtml(renamed), changes: { title: [] } }),
    event(2, "card.moved", left, { changes: { columnId: ["b", "a"] } }),
  ]);
  assert.deepEqual(
    board.connection.last("card.move").payload,
    { id: "a0", columnId: "b", after: null, version: 2 },
    "its neighbour has left: it is on top now",
  );
  assert.equal(title(board, "a0"), "Renamed");
});

test("sent into a dead connection and refused later for a neighbour that left, it goes again with the one it has", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  await move(board, "a0", "b", "b0");
  const first = board.connection.last("card.move");
  board.connection.drops();
  board.page.socket.connect();
  const left = { ...cards[1].cards[0], columnId: "a", position: "a9", version: 2 };
  await joined(board, 1, [event(1, "card.moved", left, { changes: { columnId: ["b", "a"] } })]);
  assert.deepEqual(board.connection.last("card.move"), { ...first, ref: board.connection.last("card.move").ref });
  board.connection.refuses("card.move", { code: "invalid", fields: { after: ["The neighbouring item was not found here."] } });
  await new Promise((resolve) => { setTimeout(resolve, 200); });
  assert.deepEqual(board.connection.last("card.move").payload, { id: "a0", columnId: "b", after: null, version: 1 });
  assert.notEqual(board.connection.last("card.move").eventId, first.eventId);
  assert.deepEqual(cardsOf(board.root, "b"), ["a0", "b1"]);
});

test("what was not sent survives a reload: shown, and sent", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  board.connection.drops();
  await move(board, "a0", "b", "b0");
  const kept = board.window.localStorage;
  const again = await openBoard(cards, { join: false });
  for (const key of Object.keys(kept)) again.window.localStorage.setItem(key, kept.getItem(key));
  await joined(again, 0);
  assert.deepEqual(cardsOf(again.root, "b"), ["b0", "a0", "b1"]);
  assert.equal(again.connection.last("card.move").payload.after, "b0");
});

test("a resync that already contains the change does not count it twice", async () => {
  const { boardHtml } = await import("../../support/board_fixture.js");
  const before = [{ id: "a", cards: makeCards("a", 40) }, { id: "b", cards: makeCards("b", 40) }];
  const moved = { ...before[0].cards[0], columnId: "b", position: "a0000V", version: 2 };
  const [first, ...rest] = before[1].cards;
  const after = [{ id: "a", cards: before[0].cards.slice(1) }, { id: "b", cards: [first, moved, ...rest] }];
  const board = await openBoard(before, { fetch: async () => ({ ok: true, text: async () => boardHtml(after, 900) }) });
  await move(board, "a0", "b", "b0");
  board.connection.drops();
  board.page.socket.connect();
  board.connection.opens();
  await settle();
  board.connection.acks("join_room", { seq: 900, resync: true });
  await settle();
  board.connection.acks("sync", { seq: 900, events: [] });
  await settle();
  board.connection.acks("card.move", moved, { seq: 300 });
  await settle();
  assert.deepEqual([countOf(board.root, "a"), countOf(board.root, "b")], [39, 41]);
  assert.deepEqual(cardsOf(board.root, "b").slice(0, 3), ["b0", "a0", "b1"]);
});

test("columns are renamed and added at once, and taken back when refused", async () => {
  const board = await openBoard(columns());
  updateColumn(board.page, "a", { name: "Now" });
  await settle();
  assert.deepEqual(board.connection.last("column.update").payload, { id: "a", name: "Now", version: 1 });
  assert.equal(seen(board.root)[0].name, "Now");
  board.connection.refuses("column.update", { code: "invalid", fields: { name: ["Taken."] } });
  await settle();
  assert.equal(seen(board.root)[0].name, "a");
  const offer = board.document.querySelector(".toasts [data-refused]");
  assert.deepEqual([offer.textContent, offer.previousElementSibling.textContent], ["Now", "Taken."]);
  const id = createColumn(board.page, "Later");
  await settle();
  assert.deepEqual(seen(board.root).at(-1), { id, name: "Later", count: 0, cards: [] });
  const column = { id, name: "Later", color: "gray", position: "c", wipLimit: null, version: 1 };
  const { eventId } = board.connection.last("column.create");
  board.connection.acks("column.create", column, { seq: 1 });
  await settle();
  board.connection.says(event(1, "column.created", column, { eventId, actorId: "ada", html: columnHtml({ ...column, cards: [] }) }));
  assert.deepEqual(seen(board.root).at(-1), { id, name: "Later", count: 0, cards: [] });
  assert.equal(board.document.getElementById(`column-${id}`).dataset.version, "1");
});
