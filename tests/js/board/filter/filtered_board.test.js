import assert from "node:assert/strict";
import { test } from "node:test";
import { moveCard, createCard } from "../../../../static/js/board/commands/cards.js";
import { placeOf } from "../../../../static/js/board/dom/queries.js";
import { emptyQuery } from "../../../../static/js/board/filter/predicate.js";
import { cardHtml, event, makeCards, openBoard } from "../../support/board_fixture.js";
import { settle } from "../../support/fake_websocket.js";

const { FilteredBoard } = await import("../../../../static/js/board/filter/filtered_board.js");

/**
 * Column a has 100 cards, of which 30 are in the page; b has 4. Every tenth card is "ten". `server` answers requests for matches beyond
 * the loaded part.
 */
async function openFiltered(query = { q: "ten" }) {
  const named = (card, i) => ({ ...card, title: i % 10 === 5 ? `ten ${i}` : `card ${i}` });
  const cards = {
    a: makeCards("a", 100).map(named),
    b: makeCards("b", 4).map((card, i) => ({ ...card, title: i === 1 ? "ten b" : "card b" })),
  };
  const asked = [];
  const server = { cards: cards.a.slice(30, 65).filter(({ title }) => title.startsWith("ten")), remaining: 3, words: [] };
  server.ids = [...cards.a, ...cards.b].filter(({ title }) => title.startsWith("ten")).map(({ id }) => id);
  const fetch = async (url) => {
    if (url.includes("/cards/matching?")) {
      server.words.push(new URL(url, "http://x").searchParams.get("q"));
      return server.ids ? { ok: true, json: async () => ({ ids: server.ids, isCut: false }) } : { ok: false, status: 503 };
    }
    asked.push(url);
    return {
      ok: true,
      text: async () => (url.includes("limit=0") ? "" : server.cards.map(cardHtml).join("")),
      headers: new Map([["X-Remaining", server.remaining]]),
    };
  };
  const board = await openBoard([{ id: "a", cards: cards.a }, { id: "b", cards: cards.b }], { fetch });
  globalThis.MutationObserver = board.window.MutationObserver;
  const counts = [];
  const filtered = new FilteredBoard(board.page, { ...emptyQuery(), ...query }, (words) => counts.push(words));
  await settle();
  return { ...board, get connection() { return board.connection; }, cards, asked, server, filtered, counts };
}

const askedAgain = async () => { await new Promise((done) => setTimeout(done, 450)); await settle(); };
const shown = (board, column) =>
  [...board.document.querySelectorAll(`#column-${column} .card:not([hidden])`)].map((card) => card.dataset.id);
const moved = (seq, card, to) =>
  event(seq, "card.moved", { ...card, ...to, version: card.version + 1 }, { changes: {} });
const updated = (seq, card, title) =>
  event(
    seq,
    "card.updated",
    { ...card, title, version: card.version + 1 },
    { changes: { title: [card.title, title] }, html: cardHtml({ ...card, title, version: card.version + 1 }) },
  );

test("what does not fit is hidden; what fits beyond the loaded part is fetched and counted", async () => {
  const board = await openFiltered();
  assert.deepEqual(shown(board, "a"), ["a5", "a15", "a25", "a35", "a45", "a55"]);
  assert.deepEqual(shown(board, "b"), ["b1"]);
  assert.deepEqual(board.counts.at(-1), { shown: 10, all: 104, busy: false, lost: false });
  assert.match(board.asked[0], /^\/projects\/p\/columns\/a\/cards\?q=ten&after=a0029&days=/);
});

test("without the filter the column is as it was, with no gap in it", async () => {
  const board = await openFiltered();
  board.filtered.stop();
  assert.equal(shown(board, "a").length, 30);
  assert.equal(board.document.querySelectorAll(".column__found").length, 0);
  assert.equal(board.document.querySelector("#column-a [data-more]").hidden, false);
});

test("a card that comes to fit appears at once, one that no longer fits goes when the server says so", async () => {
  const board = await openFiltered();
  board.connection.says(updated(1, board.cards.a[3], "ten now"));
  board.connection.says(updated(2, board.cards.a[5], "no more"));
  board.connection.says(updated(3, board.cards.a[35], "no more"));
  board.connection.says(updated(4, board.cards.a[36], "ten too"));
  await settle();
  assert.deepEqual(shown(board, "a"), ["a3", "a5", "a15", "a25", "a35", "a36", "a45", "a55"]);
  board.server.ids = ["a3", "a15", "a25", "a36", "a45", "a55", "b1"];
  await askedAgain();
  assert.deepEqual(board.server.words, ["ten", "ten"], "asked once for all the changes");
  assert.deepEqual(shown(board, "a"), ["a3", "a15", "a25", "a36", "a45", "a55"]);
  assert.equal(board.document.getElementById("card-a35"), null);
});

test("the server says which cards match: by their descriptions, and not by a part of a word", async () => {
  const board = await openFiltered();
  board.server.ids = ["a7", "b0"];
  board.server.cards = [];
  board.server.remaining = 0;
  board.filtered.setQuery({ ...emptyQuery(), q: "10" });
  await settle();
  assert.deepEqual(shown(board, "a"), ["a7"]);
  assert.deepEqual(shown(board, "b"), ["b0"]);
});

test("while a word is typed on, what matched its beginning stays until the server answers", async () => {
  const board = await openFiltered({ q: "te" });
  board.server.ids = ["b1"];
  board.filtered.setQuery({ ...emptyQuery(), q: "ten b" });
  assert.deepEqual(shown(board, "a").slice(0, 2), ["a5", "a15"]);
  await settle();
  assert.deepEqual(shown(board, "b"), ["b1"]);
});

test("a card whose text others change is asked for again; its move is not", async () => {
  const board = await openFiltered();
  board.connection.says(moved(1, board.cards.b[0], { columnId: "b", position: "a0009" }));
  await askedAgain();
  assert.deepEqual(board.server.words, ["ten"]);
  board.server.ids = [...board.server.ids, "b0"];
  board.connection.says(event(2, "checklist.updated", { id: "l", cardId: "b0", name: "ten" }, { changes: {} }));
  await askedAgain();
  assert.deepEqual(board.server.words, ["ten", "ten"]);
  assert.deepEqual(shown(board, "b"), ["b1", "b0"]);
});

test("offline the page matches titles by itself and says that it could not ask", async () => {
  const board = await openFiltered();
  board.server.ids = null;
  board.filtered.setQuery({ ...emptyQuery(), q: "card" });
  await settle();
  assert.deepEqual(shown(board, "b"), ["b0", "b2", "b3"]);
  assert.equal(board.counts.at(-1).lost, true);
  board.server.ids = ["b2"];
  board.page.emit("kr:connection", true);
  await settle();
  assert.deepEqual(shown(board, "b"), ["b2"]);
  assert.equal(board.counts.at(-1).lost, false);
});

test("a card beyond the loaded part keeps its place under the filter when it is changed", async () => {
  const board = await openFiltered();
  board.connection.says(updated(1, board.cards.a[45], "ten and more"));
  await settle();
  assert.deepEqual(shown(board, "a"), ["a5", "a15", "a25", "a35", "a45", "a55"]);
});

test("a card that is moved beyond the loaded part stays in sight while it fits", async () => {
  const board = await openFiltered();
  board.connection.says(moved(1, board.cards.b[1], { columnId: "a", position: "a0040V" }));
  await settle();
  assert.deepEqual(shown(board, "a"), ["a5", "a15", "a25", "a35", "b1", "a45", "a55"]);
});

test("what is carried below another card says so, whatever is hidden between", async () => {
  const board = await openFiltered();
  const card = board.document.getElementById("card-b1");
  board.document.getElementById("card-a35").after(card);
  assert.deepEqual(placeOf(card), { columnId: "a", after: "a35" });
  moveCard(board.page, "b1", "a", "a35");
  await settle();
  assert.deepEqual(shown(board, "a"), ["a5", "a15", "a25", "a35", "b1", "a45", "a55"]);
});

test("a card that is made under the filter stays in sight until the filter is another", async () => {
  const board = await openFiltered();
  const id = createCard(board.page, "b", "Something else", "end");
  await settle();
  assert.deepEqual(shown(board, "b"), ["b1", id]);
  board.filtered.setQuery({ ...emptyQuery(), q: "card" });
  await settle();
  assert.equal(board.document.getElementById(`card-${id}`).hidden, false, "not confirmed yet");
});

test("what the server cannot be asked is said, and asked again when the connection is back", async () => {
  const board = await openFiltered();
  board.server.cards = null;
  board.filtered.setQuery({ ...emptyQuery(), q: "card" });
  await settle();
  assert.equal(board.counts.at(-1).lost, true);
  board.server.cards = [];
  board.page.emit("kr:connection", true);
  await settle();
  assert.equal(board.counts.at(-1).lost, false);
});
