import assert from "node:assert/strict";
import { test } from "node:test";
import { createCard, moveCard } from "../../../../static/js/board/commands/cards.js";
import { loadNext } from "../../../../static/js/board/loading/load_more.js";
import { cardHtml, cardsOf, countOf, event, makeCards, openBoard } from "../../support/board_fixture.js";
import { settle } from "../../support/fake_websocket.js";

/** Column a has 100 cards, of which 30 are in the page; b has 3. The test answers requests through `pages`. */
async function long() {
  const cards = { a: makeCards("a", 100), b: makeCards("b", 3) };
  const asked = [];
  const fetch = (url) => new Promise((resolve) => { asked.push({ url, html: (text) => resolve({ ok: true, text: async () => text }) }); });
  const board = await openBoard([{ id: "a", cards: cards.a }, { id: "b", cards: cards.b }], { fetch });
  return { ...board, get connection() { return board.connection; }, cards, asked };
}

const moved = (seq, card, columnId, position) =>
  event(
    seq,
    "card.moved",
    { ...card, columnId, position, version: card.version + 1 },
    { changes: { columnId: [card.columnId, columnId], position: [card.position, position] } },
  );
const list = (board, id) => board.document.querySelector(`#column-${id} [data-list]`);

test("a card that goes beyond the loaded part leaves the page, and is counted", async () => {
  const board = await long();
  board.connection.says(moved(1, board.cards.b[0], "a", "a0050V"));
  assert.deepEqual([cardsOf(board.root, "a").length, countOf(board.root, "a"), countOf(board.root, "b")], [30, 101, 2]);
  assert.equal(board.document.getElementById("card-b0"), null);
});

test("a card that comes into the loaded part and is not in the page is fetched", async () => {
  const board = await long();
  board.connection.says(moved(1, board.cards.a[70], "b", "a0000V"));
  await settle();
  assert.equal(board.asked[0].url, "/projects/p/cards/97071/face");
  assert.deepEqual([countOf(board.root, "a"), countOf(board.root, "b")], [99, 4]);
  board.asked[0].html(cardHtml({ ...board.cards.a[70], version: 2, position: "a0000V" }));
  await settle();
  assert.deepEqual(cardsOf(board.root, "b"), ["b0", "a70", "b1", "b2"]);
});

test("what is fetched goes where the log says by then; a newer face keeps its event welcome", async () => {
  const board = await long();
  const first = moved(1, board.cards.a[70], "b", "a0000V");
  board.connection.says(first);
  await settle();
  board.connection.says(moved(2, first.payload, "a", "a0001V"));
  await settle();
  board.asked[0].html(cardHtml({ ...board.cards.a[70], version: 4, position: "zz", title: "Newest" }));
  await settle();
  assert.deepEqual(cardsOf(board.root, "a").slice(0, 4), ["a0", "a1", "a70", "a2"]);
  const last = { ...board.cards.a[70], version: 4, columnId: "b", position: "zz", title: "Newest" };
  board.connection.says(event(3, "card.moved", { ...last, version: 4 }, { changes: { columnId: ["a", "b"] } }));
  assert.deepEqual(cardsOf(board.root, "b"), ["b0", "b1", "b2", "a70"]);
});

test("a fetched card that was archived meanwhile does not appear", async () => {
  const board = await long();
  const first = moved(1, board.cards.a[70], "b", "a0000V");
  board.connection.says(first);
  await settle();
  board.connection.says(
    event(2, "card.archived", { ...first.payload, version: 3, archivedAt: "t" }, { changes: { archivedAt: [null, "t"] } }),
  );
  board.asked[0].html(cardHtml({ ...board.cards.a[70], version: 2, position: "a0000V" }));
  await settle();
  assert.deepEqual([cardsOf(board.root, "b"), countOf(board.root, "b")], [["b0", "b1", "b2"], 3]);
});

test("a card that comes and goes in one replay is not asked for", async () => {
  const board = await long();
  const first = moved(1, board.cards.a[70], "b", "a0000V");
  board.connection.says(first);
  board.connection.says(
    event(2, "card.archived", { ...first.payload, version: 3, archivedAt: "t" }, { changes: { archivedAt: [null, "t"] } }),
  );
  await settle();
  assert.deepEqual(board.asked, []);
});

test("the next fifty come after the last loaded position, even when that card has left", async () => {
  const board = await long();
  board.connection.says(moved(1, board.cards.a[29], "b", "a9"));
  loadNext(board.page, list(board, "a"));
  await settle();
  assert.equal(board.asked[0].url, "/projects/p/columns/a/cards?after=a0029&limit=50");
  board.asked[0].html(board.cards.a.slice(30, 80).map(cardHtml).join(""));
  await settle();
  assert.equal(cardsOf(board.root, "a").length, 79);
  assert.equal(board.asked[1].url, "/projects/p/columns/a/cards?after=a0079&limit=50");
  board.asked[1].html(board.cards.a.slice(80).map(cardHtml).join(""));
  await settle();
  assert.deepEqual(cardsOf(board.root, "a"), board.cards.a.filter(({ id }) => id !== "a29").map(({ id }) => id));
  assert.equal(list(board, "a").querySelector("[data-more]"), null);
  assert.equal(countOf(board.root, "a"), 99);
});

test("events during a fetch are not undone by what it brings", async () => {
  const board = await long();
  loadNext(board.page, list(board, "a"));
  await settle();
  board.connection.says(moved(1, board.cards.a[40], "b", "a9"));
  await settle();
  board.asked[1].html(cardHtml({ ...board.cards.a[40], version: 2, position: "a9" }));
  await settle();
  board.connection.says(moved(2, board.cards.b[0], "a", "a0050V"));
  board.asked[0].html(board.cards.a.slice(30, 80).map(cardHtml).join(""));
  await settle();
  assert.deepEqual(cardsOf(board.root, "b"), ["b1", "b2", "a40"]);
  assert.equal(cardsOf(board.root, "a").includes("a40"), false);
  const face = board.asked.find(({ url }) => url.endsWith("/cards/98001/face"));
  face.html(cardHtml({ ...board.cards.b[0], version: 2, position: "a0050V" }));
  await settle();
  const order = cardsOf(board.root, "a");
  assert.deepEqual(order.slice(order.indexOf("a50"), order.indexOf("a50") + 3), ["a50", "b0", "a51"]);
});

test("dropped directly below the last loaded card, it stays there when confirmed", async () => {
  const board = await long();
  moveCard(board.page, "b0", "a", "a29");
  await settle();
  assert.deepEqual([countOf(board.root, "a"), countOf(board.root, "b")], [101, 2]);
  const card = { ...board.cards.b[0], columnId: "a", position: "a0029V", version: 2 };
  board.connection.acks("card.move", card, { seq: 1 });
  await settle();
  board.connection.says(
    event(1, "card.moved", card, {
      eventId: board.connection.last("card.move").eventId,
      actorId: "ada",
      changes: { columnId: ["b", "a"] },
    }),
  );
  assert.equal(cardsOf(board.root, "a").at(-1), "b0");
  assert.deepEqual([countOf(board.root, "a"), countOf(board.root, "b")], [101, 2]);
});

test("a new card in a long column stands where one sees it, not at an end that isn't loaded", async () => {
  const board = await long();
  const id = createCard(board.page, "a", "Here", "end");
  await settle();
  assert.equal(board.connection.last("card.create").payload.after, "a29");
  assert.deepEqual([cardsOf(board.root, "a").at(-1), countOf(board.root, "a")], [id, 101]);
});
