import assert from "node:assert/strict";
import { test } from "node:test";
import { cardHtml, cardsOf, columnHtml, countOf, event, makeCards, openBoard, seen } from "../../support/board_fixture.js";
import { settle } from "../../support/fake_websocket.js";

const columns = () => [{ id: "a", cards: makeCards("a", 3) }, { id: "b", cards: makeCards("b", 2) }];
const says = (board, one) => board.connection.says(one);
const moved = (seq, card, columnId, position, from = card.columnId) =>
  event(
    seq,
    "card.moved",
    { ...card, columnId, position, version: card.version + 1 },
    { changes: { ...(from !== columnId && { columnId: [from, columnId] }), position: [card.position, position] } },
  );

test("a card that someone moves goes where its position says, and both columns count it", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  says(board, moved(1, cards[0].cards[0], "b", "a0000V"));
  assert.deepEqual(cardsOf(board.root, "a"), ["a1", "a2"]);
  assert.deepEqual(cardsOf(board.root, "b"), ["b0", "a0", "b1"]);
  assert.deepEqual([countOf(board.root, "a"), countOf(board.root, "b")], [2, 3]);
});

test("a moved card is the same node, and keeps the focus", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  const card = board.document.getElementById("card-a0");
  card.focus();
  says(board, moved(1, cards[0].cards[0], "b", "a0000V"));
  assert.equal(board.document.activeElement, card);
  assert.equal(card.parentElement.closest(".column").dataset.id, "b");
});

test("an event that comes twice or late changes nothing", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  const first = moved(1, cards[0].cards[0], "b", "a0000V");
  says(board, first);
  says(board, first);
  const stale = { ...cards[0].cards[0], title: "older", version: 1 };
  says(board, event(2, "card.updated", stale, { html: cardHtml(stale) }));
  assert.deepEqual(cardsOf(board.root, "b"), ["b0", "a0", "b1"]);
  assert.equal(board.document.querySelector("#card-a0 .card__link").textContent, "a card 0");
});

test("a changed card is patched in place; the page's own classes stay", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  const node = board.document.getElementById("card-a1");
  node.classList.add("is-lifted");
  const card = { ...cards[0].cards[1], title: "New title", version: 2, assigneeIds: ["ada"] };
  says(board, event(1, "card.updated", card, { changes: { title: ["a", "b"] }, html: cardHtml(card) }));
  assert.equal(board.document.getElementById("card-a1"), node);
  assert.equal(node.querySelector(".card__link").textContent, "New title");
  assert.ok(node.classList.contains("is-lifted"));
  assert.ok(node.classList.contains("is-mine"));
});

test("a focused card still gets its new title", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  board.document.querySelector("#card-a1 .card__link").focus();
  const card = { ...cards[0].cards[1], title: "New title", version: 2 };
  says(board, event(1, "card.updated", card, { html: cardHtml(card) }));
  assert.equal(board.document.querySelector("#card-a1 .card__link").textContent, "New title");
});

test("created, archived, restored and deleted cards come and go", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  const card = { ...makeCards("n", 1, "a")[0], position: "a0000V" };
  says(board, event(1, "card.created", card, { html: cardHtml(card) }));
  assert.deepEqual(cardsOf(board.root, "a"), ["a0", "n0", "a1", "a2"]);
  const gone = { ...card, version: 2, archivedAt: "t" };
  says(board, event(2, "card.archived", gone, { changes: { archivedAt: [null, "t"] } }));
  assert.deepEqual([cardsOf(board.root, "a"), countOf(board.root, "a")], [["a0", "a1", "a2"], 3]);
  const back = { ...card, version: 3 };
  says(board, event(3, "card.restored", back, { changes: { archivedAt: ["t", null] }, html: cardHtml(back) }));
  assert.deepEqual([cardsOf(board.root, "a"), countOf(board.root, "a")], [["a0", "n0", "a1", "a2"], 4]);
  says(board, event(4, "card.deleted", { ...back, version: 4 }));
  assert.deepEqual([cardsOf(board.root, "a"), countOf(board.root, "a")], [["a0", "a1", "a2"], 3]);
});

test("when a focused card goes, the focus goes to its neighbour", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  board.document.getElementById("card-a1").focus();
  says(board, event(1, "card.deleted", { ...cards[0].cards[1], version: 2 }));
  assert.equal(board.document.activeElement.id, "card-a2");
});

test("columns come, change, move and go", async () => {
  const board = await openBoard(columns());
  const column = { id: "c", name: "c", position: "aa", color: "teal", wipLimit: null, version: 1 };
  says(board, event(1, "column.created", column, { html: columnHtml({ ...column, cards: [] }) }));
  assert.deepEqual(seen(board.root).map(({ id }) => id), ["a", "c", "b"]);
  says(board, event(2, "column.updated", { ...column, name: "Review", color: "red", wipLimit: 2, version: 2 }));
  const node = board.document.getElementById("column-c");
  assert.equal(node.querySelector(".column__name").textContent, "Review");
  assert.equal(node.querySelector(".dot").dataset.hue, "red");
  assert.equal(node.querySelector(".column__limit").textContent, "2");
  says(board, event(3, "column.moved", { ...column, name: "Review", position: "z", version: 3 }));
  assert.deepEqual(seen(board.root).map(({ id }) => id), ["a", "b", "c"]);
  assert.ok(node.nextElementSibling.matches(".column--new"));
  says(board, event(4, "column.deleted", { ...column, version: 4 }));
  assert.deepEqual(seen(board.root).map(({ id }) => id), ["a", "b"]);
});

test("a column at its limit says so", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  says(board, event(1, "column.updated", { id: "b", name: "b", position: "b", color: "blue", wipLimit: 3, version: 2 }));
  const column = board.document.getElementById("column-b");
  assert.equal(column.hasAttribute("data-full"), false);
  says(board, moved(2, cards[0].cards[0], "b", "a9"));
  assert.equal(column.hasAttribute("data-full"), true);
});

test("unknown events are left alone, and the ones after them apply", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  says(board, event(1, "rocket.launched", { id: "x" }));
  says(board, event(2, "project.updated", { id: "p", name: "New" }));
  says(board, moved(3, cards[0].cards[0], "b", "a9"));
  assert.deepEqual(cardsOf(board.root, "b"), ["b0", "b1", "a0"]);
});

test("a person who leaves is off the cards and out of the avatars", async () => {
  const cards = columns();
  cards[0].cards[0].assigneeIds = ["bob", "ada"];
  const board = await openBoard(cards);
  says(board, event(1, "member.removed", { userId: "bob" }));
  assert.equal(board.document.getElementById("card-a0").dataset.assignees, "ada");
  assert.equal(board.document.getElementById("avatars").content.querySelector("[data-user=bob]"), null);
});

test("presence shows who is here", async () => {
  const board = await openBoard(columns());
  says(board, { type: "presence.changed", projectId: "p", payload: { users: [{ userId: "ada" }, { userId: "dina" }] } });
  assert.deepEqual([...board.document.querySelectorAll("kr-presence .av")].map((av) => av.dataset.user), ["ada", "dina"]);
});

test("while a drag is on nothing moves; after the drop all of it does", async () => {
  const cards = columns();
  const board = await openBoard(cards);
  board.page.dragPause.hold();
  says(board, moved(1, cards[0].cards[0], "b", "a9"));
  says(board, moved(2, cards[0].cards[1], "b", "a99"));
  assert.deepEqual(cardsOf(board.root, "a"), ["a0", "a1", "a2"]);
  board.page.dragPause.release();
  assert.deepEqual([cardsOf(board.root, "a"), cardsOf(board.root, "b")], [["a2"], ["b0", "b1", "a0", "a1"]]);
});

test("too much missed: the board becomes the fresh page, nodes stay", async () => {
  const { boardHtml } = await import("../../support/board_fixture.js");
  const before = columns();
  const after = [
    { id: "a", name: "Renamed", cards: before[0].cards.slice(1) },
    { id: "b", cards: [...before[1].cards, { ...before[0].cards[0], position: "a9", version: 2 }] },
  ];
  const board = await openBoard(before, {
    join: false,
    fetch: async () => ({ ok: true, text: async () => boardHtml(after, 900) }),
  });
  const node = board.document.getElementById("card-a1");
  board.connection.opens();
  await settle();
  board.connection.acks("join_room", { seq: 900, role: "member", resync: true });
  await settle();
  board.connection.acks("sync", { seq: 900, events: [] });
  await settle();
  assert.deepEqual(seen(board.root), [
    { id: "a", name: "Renamed", count: 2, cards: ["a1:a card 1", "a2:a card 2"] },
    { id: "b", name: "b", count: 3, cards: ["b0:b card 0", "b1:b card 1", "a0:a card 0"] },
  ]);
  assert.equal(board.document.getElementById("card-a1"), node);
  assert.equal(board.page.seq, 900);
});
