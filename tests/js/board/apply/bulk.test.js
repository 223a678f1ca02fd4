import assert from "node:assert/strict";
import { test } from "node:test";
import { cardHtml, cardsOf, countOf, event, makeCards, openBoard } from "../../support/board_fixture.js";

const columns = () => [{ id: "a", cards: makeCards("a", 4) }, { id: "b", cards: makeCards("b", 2) }];
const node = (board, id) => board.document.getElementById(`card-${id}`);

/** An event of several cards. */
function bulkEvent(seq, type, cards, change, html) {
  const after = cards.map((card, i) => ({ ...card, ...change(i), version: card.version + 1 }));
  const fields = Object.keys(change(0));
  const side = (list) => list.map((card) => ({ id: card.id, ...Object.fromEntries(fields.map((name) => [name, card[name]])) }));
  const changes = fields.length ? { cards: [side(cards), side(after)] } : {};
  return event(seq, type, { cards: after }, { changes, html: html && after.map(cardHtml).join("") });
}

test("many cards that someone moves go where their positions say, and both columns count them", async () => {
  const all = columns();
  const board = await openBoard(all);
  board.connection.says(bulkEvent(1, "cards.updated", [all[0].cards[2], all[0].cards[0]], (i) => ({ columnId: "b", position: `b${i}` })));
  assert.deepEqual(cardsOf(board.root, "a"), ["a1", "a3"]);
  assert.deepEqual(cardsOf(board.root, "b"), ["b0", "b1", "a2", "a0"]);
  assert.deepEqual([countOf(board.root, "a"), countOf(board.root, "b")], [2, 4]);
  assert.equal(board.page.seq, 1);
});

test("many cards that are archived go, and an undo brings them back to their places", async () => {
  const all = columns();
  const board = await openBoard(all);
  const cards = all[0].cards.slice(0, 3);
  board.connection.says(bulkEvent(1, "cards.updated", cards, () => ({ archivedAt: "2026-11-23T10:00:00.000Z" })));
  assert.deepEqual([cardsOf(board.root, "a"), countOf(board.root, "a")], [["a3"], 1]);
  const gone = cards.map((card) => ({ ...card, version: 2, archivedAt: "2026-11-23T10:00:00.000Z" }));
  board.connection.says(bulkEvent(2, "cards.updated", gone, () => ({ archivedAt: null }), true));
  assert.deepEqual([cardsOf(board.root, "a"), countOf(board.root, "a")], [["a0", "a1", "a2", "a3"], 4]);
});

test("pasted lines come as cards, go into the trash together and come back", async () => {
  const all = columns();
  const board = await openBoard(all);
  const fresh = ["x", "y"].map((id, i) => ({ ...all[0].cards[0], id, number: 90 + i, title: id, position: `b${i}`, version: 0 }));
  const made = fresh.map((card) => ({ ...card, version: 1 }));
  board.connection.says(bulkEvent(1, "cards.created", fresh, () => ({}), true));
  assert.deepEqual([cardsOf(board.root, "a").slice(4), countOf(board.root, "a")], [["x", "y"], 6]);
  board.connection.says(
    event(
      2,
      "cards.deleted",
      { cards: made },
      { changes: { cards: [made.map(({ id }) => ({ id, deletedAt: null })), made.map(({ id }) => ({ id, deletedAt: "2026" }))] } },
    ),
  );
  assert.deepEqual([cardsOf(board.root, "a").length, countOf(board.root, "a")], [4, 4]);
  const back = made.map((card) => ({ ...card, version: 3 }));
  const changes = { cards: [made.map(({ id }) => ({ id, deletedAt: "2026" })), made.map(({ id }) => ({ id, deletedAt: null }))] };
  board.connection.says(event(3, "cards.restored", { cards: back }, { changes, html: back.map(cardHtml).join("") }));
  assert.deepEqual([cardsOf(board.root, "a").slice(4), countOf(board.root, "a")], [["x", "y"], 6]);
});

test("labels that are put on many cards are drawn by the server", async () => {
  const all = columns();
  const board = await openBoard(all);
  const first = node(board, "a0");
  board.connection.says(bulkEvent(1, "cards.updated", all[0].cards.slice(0, 2), () => ({ labelIds: ["bug"] }), true));
  assert.deepEqual(["a0", "a1", "a2"].map((id) => node(board, id).dataset.labels), ["bug", "bug", ""]);
  assert.equal(node(board, "a0"), first);
});

test("each card of many is heard of by the parts beside the board", async () => {
  const all = columns();
  const board = await openBoard(all);
  const heard = [];
  board.root.addEventListener("kr:event", ({ detail }) =>
    heard.push([detail.event.type, detail.event.payload.id, Object.keys(detail.event.changes)]),
  );
  board.connection.says(bulkEvent(1, "cards.updated", all[0].cards.slice(0, 2), () => ({ columnId: "b", position: "b9" })));
  assert.deepEqual(heard, [["card.updated", "a0", ["columnId", "position"]], ["card.updated", "a1", ["columnId", "position"]]]);
});

const place = ({ id, number }, i) => ({ id, number, position: `c${String(i).padStart(4, "0")}`, version: 2 });
const sorted = (seq, id, cards) =>
  event(seq, "column.sorted", {
    id,
    name: id,
    position: id,
    color: "blue",
    wipLimit: null,
    version: 2,
    cards: cards.map(place),
  });

test("a sorted column stands in its new order, with the same nodes", async () => {
  const all = columns();
  const board = await openBoard(all);
  const first = node(board, "a0");
  board.connection.says(sorted(1, "a", [...all[0].cards].reverse()));
  assert.deepEqual(cardsOf(board.root, "a"), ["a3", "a2", "a1", "a0"]);
  assert.deepEqual([node(board, "a0"), first.dataset.version, first.dataset.position], [first, "2", "c0003"]);
  assert.equal(board.document.getElementById("column-a").dataset.version, "2");
});

test("of a sorted column that is loaded in part, the beginning stays that the page knows", async () => {
  const cards = makeCards("a", 8);
  const board = await openBoard([{ id: "a", cards }], { first: 5 });
  const [zero, one, two, three, four, ...unknown] = cards;
  board.connection.says(sorted(1, "a", [four, one, unknown[0], zero, two, unknown[1], unknown[2], three]));
  assert.deepEqual(cardsOf(board.root, "a"), ["a4", "a1"]);
  assert.equal(board.document.querySelector("#column-a [data-more]").dataset.after, "c0001");
  assert.equal(countOf(board.root, "a"), 8);
});

test("of a sorted column whose first card the page does not know, all is loaded again", async () => {
  const cards = makeCards("a", 6);
  const board = await openBoard([{ id: "a", cards }], { first: 3 });
  board.connection.says(sorted(1, "a", [...cards].reverse()));
  assert.deepEqual(cardsOf(board.root, "a"), []);
  assert.equal(board.document.querySelector("#column-a [data-more]").dataset.after, "");
});

test("a card that is an item again leaves its column, and its card is drawn with the item counted", async () => {
  const all = columns();
  const board = await openBoard(all);
  const [card, home] = [all[0].cards[1], all[0].cards[0]];
  const payload = {
    ...card,
    version: 2,
    item: {},
    card: { id: home.id, title: home.title, commentCount: 0, checklistTotal: 1, checklistDone: 0 },
  };
  board.connection.says(event(1, "checklist_item.unconverted", payload, { changes: {}, html: cardHtml({ ...home, title: "One item" }) }));
  assert.deepEqual([cardsOf(board.root, "a"), countOf(board.root, "a")], [["a0", "a2", "a3"], 3]);
  assert.match(node(board, "a0").textContent, /One item/);
});
