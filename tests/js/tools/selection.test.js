import assert from "node:assert/strict";
import { test } from "node:test";
import { watchKeyboard } from "../../../static/js/board/input/keyboard.js";
import { openComposer } from "../../../static/js/board/input/composer.js";
import { dropCard } from "../../../static/js/board/input/drop.js";
import { insertAfter } from "../../../static/js/board/dom/placement.js";
import { cardsOf, countOf, event, makeCards, openBoard } from "../support/board_fixture.js";
import { settle } from "../support/fake_websocket.js";

const columns = () => [{ id: "a", cards: makeCards("a", 4) }, { id: "b", cards: makeCards("b", 2), wipLimit: 4 }];
const node = (board, id) => board.document.getElementById(`card-${id}`);
const chosen = (board) => [...board.root.querySelectorAll(".is-selected")].map((card) => card.dataset.id);
const count = (board) => board.document.querySelector("#many [data-count]").textContent;
const notices = (board) => [...board.document.querySelectorAll(".toast [data-text]")].map((text) => text.textContent);

function click(board, id, keys) {
  node(board, id).dispatchEvent(new board.window.MouseEvent("click", { bubbles: true, cancelable: true, ...keys }));
}

function press(board, key, more) {
  board.document.activeElement.dispatchEvent(
    new board.window.KeyboardEvent("keydown", {
      key,
      code: key.length === 1 ? `Key${key.toUpperCase()}` : key,
      bubbles: true,
      cancelable: true,
      ...more,
    }),
  );
}

test("Ctrl chooses one, Shift all up to it, Esc none", async () => {
  const board = await openBoard(columns());
  click(board, "a0", { ctrlKey: true });
  click(board, "a2", { shiftKey: true });
  click(board, "b1", { metaKey: true });
  click(board, "a1", { ctrlKey: true });
  assert.deepEqual([chosen(board), count(board)], [["a0", "a2", "b1"], "3 cards selected"]);
  assert.equal(node(board, "a0").getAttribute("aria-description"), "Selected");
  press(board, "Escape");
  assert.deepEqual([chosen(board), board.document.getElementById("many").hidden], [[], true]);
  assert.equal(node(board, "a0").hasAttribute("aria-description"), false);
});

test("X and Shift with arrows choose by keyboard", async () => {
  const board = await openBoard(columns());
  watchKeyboard(board.page);
  node(board, "a0").focus();
  press(board, "ArrowDown", { shiftKey: true });
  press(board, "ArrowDown", { shiftKey: true });
  press(board, "ArrowUp", { shiftKey: true });
  assert.deepEqual([chosen(board), board.document.activeElement.dataset.id], [["a0", "a1"], "a1"]);
  press(board, "x");
  assert.deepEqual(chosen(board), ["a0"]);
  assert.equal(board.document.getElementById("announcer").textContent, "a card 1 no longer selected. 1 card selected.");
});

test("those who drag one of the chosen move all of them, by one command and one undo", async () => {
  const all = columns();
  const board = await openBoard(all);
  click(board, "a1", { ctrlKey: true });
  click(board, "a3", { ctrlKey: true });
  const card = node(board, "a3");
  insertAfter(node(board, "b0").parentElement, card, null);
  dropCard(board.page, card, { columnId: "a", after: "a2" });
  assert.deepEqual([cardsOf(board.root, "b"), countOf(board.root, "a")], [["b0", "b1", "a1", "a3"], 2]);
  await settle();
  const { payload, eventId } = board.connection.last("cards.update");
  assert.deepEqual(payload, { projectId: "p", cards: [{ id: "a1", version: 1 }, { id: "a3", version: 1 }], change: { columnId: "b" } });
  const cards = [all[0].cards[1], all[0].cards[3]].map((each, i) => ({ ...each, columnId: "b", position: `b${i}`, version: 2 }));
  board.connection.acks("cards.update", { cards }, { seq: 1 });
  await settle();
  board.connection.says(event(1, "cards.updated", { cards }, { eventId, actorId: "ada" }));
  assert.equal(board.page.ledger.facts.size, 0);
  board.page.undo.undoLast();
  assert.deepEqual(cardsOf(board.root, "a"), ["a0", "a1", "a2", "a3"]);
  await settle();
  assert.deepEqual(board.connection.last("history.undo").payload, { projectId: "p", seq: 1 });
});

test("one that someone changed holds up all of them: it is said, and they stay chosen", async () => {
  const all = columns();
  const board = await openBoard(all);
  click(board, "a0", { ctrlKey: true });
  click(board, "a1", { ctrlKey: true });
  board.document.querySelector("[data-action=many-archive]").click();
  await settle();
  assert.deepEqual(cardsOf(board.root, "a"), ["a2", "a3"]);
  board.connection.refuses("cards.update", {
    code: "version_conflict",
    current: { cards: [{ ...all[0].cards[1], title: "Theirs", version: 2 }] },
  });
  await settle();
  assert.deepEqual(
    [cardsOf(board.root, "a"), chosen(board)],
    [
      ["a0", "a1", "a2", "a3"],
      ["a0", "a1"],
    ],
  );
  assert.match(notices(board).at(-1), /^Someone else has changed 1 of these cards/);
  board.document.querySelector(".toast:last-child [data-action=toast-action]").click();
  await settle();
  assert.deepEqual(board.connection.last("cards.update").payload.cards, [{ id: "a0", version: 1 }, { id: "a1", version: 2 }]);
});

test("a column without room for all of them says so before the drop and takes none", async () => {
  const board = await openBoard(columns());
  for (const id of ["a0", "a1", "a2"]) click(board, id, { ctrlKey: true });
  const card = node(board, "a0");
  board.page.emit("kr:drag-start", card);
  const column = board.document.getElementById("column-b");
  assert.equal(column.dataset.refuses, "Limit reached: 4");
  insertAfter(node(board, "b0").parentElement, card, null);
  dropCard(board.page, card, { columnId: "a", after: null });
  board.page.emit("kr:drag-end");
  await settle();
  assert.deepEqual([cardsOf(board.root, "a").length, column.dataset.refuses], [4, undefined]);
  assert.equal(board.connection.last("cards.update"), undefined);
  assert.match(notices(board).at(-1), /^b is at its limit/);
});

test("pasted lines are a card each, the first 200 at once; the others stay", async () => {
  const board = await openBoard(columns());
  openComposer(board.page, board.document.getElementById("column-a"), "end");
  const field = board.root.querySelector("[data-composer] textarea");
  const lines = Array.from({ length: 1000 }, (_, i) => `Line  ${i}`);
  const paste = Object.assign(new board.window.Event("paste", { bubbles: true, cancelable: true }), {
    clipboardData: { getData: () => `\n${lines.join("\n\n")}\n` },
  });
  field.dispatchEvent(paste);
  const form = field.closest("form");
  assert.match(form.querySelector("[data-text]").textContent, /^1000 lines. Up to 200 cards at a time/);
  assert.equal(form.querySelector("[data-make]").textContent, "Create the first 200 cards");
  form.dispatchEvent(new board.window.Event("submit", { bubbles: true, cancelable: true }));
  await settle();
  const { payload } = board.connection.last("cards.create");
  assert.deepEqual([payload.columnId, payload.titles.length, payload.titles[1]], ["a", 200, "Line 1"]);
  assert.deepEqual([cardsOf(board.root, "a").length, countOf(board.root, "a")], [204, 204]);
  assert.equal(field.value.split("\n").length, 800);
  board.connection.refuses("cards.create", { code: "wip_limit_reached" });
  await settle();
  assert.deepEqual([cardsOf(board.root, "a").length, field.value.split("\n").length], [4, 1000], "refused, all of it is there again");
});
