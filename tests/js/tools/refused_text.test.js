import assert from "node:assert/strict";
import { test } from "node:test";
import { createColumn, updateColumn } from "../../../static/js/board/commands/columns.js";
import { renameCard } from "../../../static/js/board/commands/cards.js";
import { openColumnComposer, openComposer } from "../../../static/js/board/input/composer.js";
import { uuid7 } from "../../../static/js/page/uuid7.js";
import { makeCards, openBoard } from "../support/board_fixture.js";
import { settle } from "../support/fake_websocket.js";

const FULL = { code: "wip_limit_reached" };
const LINES = ["Sand", "Prime", "Paint"];

const open = () => openBoard([{ id: "a", cards: makeCards("a", 2) }, { id: "b", cards: [] }]);
const node = (board, id) => board.document.querySelector(`.column[data-id=${id}]`);
const field = (board, id = "a") => node(board, id)?.querySelector("[data-composer] textarea") ?? null;
const notices = (board) => [...board.document.querySelectorAll("[data-refused]")].map((text) => text.textContent);
const putBack = (board) => board.document.querySelector(".toasts [data-put-back]");

/** Sends a command and lets the server refuse it. */
async function refused(board, type, send, error = FULL) {
  send(board.page);
  await settle();
  board.connection.refuses(type, error);
  await settle();
}

const pasteLines = (page) => page.commands.issue("cards.create", uuid7(), { columnId: "a", titles: LINES }, undefined, { entities: [] });

test("all lines of refused cards are back in their form, with the choice of what to make of them", async () => {
  const board = await open();
  openComposer(board.page, node(board, "a"), "end");
  await refused(board, "cards.create", pasteLines);
  assert.equal(field(board).value, LINES.join("\n"));
  assert.equal(board.document.querySelector("[data-lines] [data-text]").textContent, "3 lines.");
  assert.deepEqual(notices(board), []);
});

test("a closed form is opened from a notice that has all lines", async () => {
  const board = await open();
  await refused(board, "cards.create", pasteLines);
  assert.deepEqual(notices(board), [LINES.join("\n")]);
  putBack(board).click();
  assert.deepEqual([field(board).value, notices(board)], [LINES.join("\n"), []]);
});

test("lines that were to be one card come back as lines", async () => {
  const board = await open();
  openComposer(board.page, node(board, "a"), "end");
  await refused(board, "card.create", (page) =>
    page.commands.issue("card.create", uuid7(), { id: uuid7(), columnId: "a", title: "Sand", description: LINES.join("\n") }));
  assert.equal(field(board).value, LINES.join("\n"));
});

test("the title of a card and the name of a column come back into their fields", async () => {
  const board = await open();
  await refused(board, "card.update", (page) => renameCard(page, "a0", "Blue door"), { code: "invalid", fields: { title: ["No."] } });
  assert.deepEqual(notices(board), ["Blue door"]);
  putBack(board).click();
  assert.equal(board.document.querySelector(".card__rename").value, "Blue door");
  await refused(board, "column.update", (page) => updateColumn(page, "a", { name: "Soon" }), { code: "version_conflict", current: null });
  assert.deepEqual(notices(board), ["Soon"]);
  putBack(board).click();
  assert.equal(node(board, "a").querySelector(".column__rename").value, "Soon");
});

test("a new column's name is back in its form, unless another is typed there by now", async () => {
  const board = await open();
  openColumnComposer(board.page);
  const name = board.document.querySelector(".column--new [name=name]");
  await refused(board, "column.create", (page) => createColumn(page, "Later"), { code: "invalid" });
  assert.equal(name.value, "Later");
  name.value = "Soon";
  await refused(board, "column.create", (page) => createColumn(page, "Never"), { code: "invalid" });
  assert.deepEqual([name.value, notices(board)], ["Soon", ["Never"]]);
  putBack(board).click();
  assert.equal(name.value, "Never Soon");
});

test("a comment on a card that is not open is offered, and other notices do not push it away", async () => {
  const board = await open();
  const say = (page) => page.commands.issue("comment.create", uuid7(), { id: uuid7(), cardId: "gone", text: "Blue?" });
  await refused(board, "comment.create", say, { code: "not_found" });
  assert.deepEqual([notices(board), putBack(board).hidden], [["Blue?"], true]);
  for (const id of ["a0", "a1", "a0", "a1"]) {
    await refused(board, "card.archive", (page) => page.commands.issue("card.archive", id, { id }), { code: "forbidden" });
  }
  assert.deepEqual(notices(board), ["Blue?"]);
});

test("lines that are too many for one card stay, and their excess is said", async () => {
  const board = await open();
  openComposer(board.page, node(board, "a"), "end");
  const text = `${"x".repeat(198)}😀😀\n`.repeat(100);
  field(board).value = text;
  field(board).dispatchEvent(new board.window.Event("input", { bubbles: true }));
  const said = board.document.querySelector("[data-lines] [data-text]");
  assert.equal(said.textContent, "100 lines.");
  board.document.querySelector("[data-one]").click();
  assert.equal(said.textContent, "99 characters too long");
  assert.equal(field(board).value, text);
});
