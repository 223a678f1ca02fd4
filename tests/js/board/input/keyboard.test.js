import assert from "node:assert/strict";
import { test } from "node:test";
import { watchKeyboard } from "../../../../static/js/board/input/keyboard.js";
import { cardsOf, event, makeCards, openBoard } from "../../support/board_fixture.js";
import { settle } from "../../support/fake_websocket.js";

const columns = () => [
  { id: "a", name: "Todo", cards: makeCards("a", 3) },
  { id: "b", name: "Review", cards: makeCards("b", 2) },
  { id: "c", name: "Done", cards: [] },
];

async function keyboard(role = "member") {
  const board = await openBoard(columns());
  board.root.dataset.role = role;
  watchKeyboard(board.page);
  const focused = () => board.document.activeElement.dataset.id;
  const press = (...keys) => {
    for (const key of keys) {
      const code = key.length === 1 ? `Key${key.toUpperCase()}` : key;
      board.document.activeElement.dispatchEvent(new board.window.KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
    }
  };
  const said = () => board.document.getElementById("announcer").textContent;
  board.document.getElementById("card-a0").focus();
  return { ...board, get connection() { return board.connection; }, board, press, focused, said };
}

test("arrows walk the cards; one of them is the Tab stop", async () => {
  const k = await keyboard();
  const path = [];
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "End", "Home"]) {
    k.press(key);
    path.push(k.focused());
  }
  assert.deepEqual(path, ["a1", "a2", "a2", "b1", "b0", "a0", "a2", "a0"]);
  assert.deepEqual([...k.root.querySelectorAll('.card[tabindex="0"]')].map((card) => card.dataset.id), ["a0"]);
});

test("Space lifts, arrows carry, Space drops; one command is sent, at the drop", async () => {
  const k = await keyboard();
  k.press(" ");
  assert.equal(k.said(), "Picked up a card 0. Todo, 1 of 3. Arrow keys to move, Space to drop, Escape to cancel.");
  k.press("ArrowDown");
  assert.equal(k.said(), "Todo, 2 of 3");
  k.press("ArrowRight");
  assert.equal(k.said(), "Review, 2 of 3");
  assert.deepEqual(cardsOf(k.root, "b"), ["b0", "a0", "b1"]);
  await settle();
  assert.equal(k.connection.last("card.move"), undefined);
  k.press(" ");
  await settle();
  assert.equal(k.said(), "Dropped a card 0. Review, 2 of 3.");
  assert.deepEqual(
    k.connection.sent.filter(({ type }) => type === "card.move").map(({ payload }) => payload),
    [{ id: "a0", columnId: "b", after: "b0", version: 1 }],
  );
  assert.equal(k.focused(), "a0");
});

test("a card can be carried into an empty column, to the top and to the bottom", async () => {
  const k = await keyboard();
  k.press(" ", "ArrowRight", "ArrowRight");
  assert.deepEqual(cardsOf(k.root, "c"), ["a0"]);
  k.press("ArrowRight", "ArrowLeft", "End");
  assert.deepEqual(cardsOf(k.root, "b"), ["b0", "b1", "a0"]);
  k.press("Home");
  assert.deepEqual(cardsOf(k.root, "b"), ["a0", "b0", "b1"]);
});

test("Escape puts it back and sends nothing", async () => {
  const k = await keyboard();
  k.press("ArrowDown", " ", "ArrowRight", "Escape");
  await settle();
  assert.deepEqual(cardsOf(k.root, "a"), ["a0", "a1", "a2"]);
  assert.equal(k.said(), "a card 1 was put back.");
  assert.equal(k.connection.last("card.move"), undefined);
  assert.equal(k.focused(), "a1");
});

test("dropped where it was, nothing is sent", async () => {
  const k = await keyboard();
  k.press(" ", "ArrowDown", "ArrowUp", " ");
  await settle();
  assert.equal(k.connection.last("card.move"), undefined);
});

test("while a card is lifted the board holds still", async () => {
  const k = await keyboard();
  k.press(" ");
  k.connection.says(event(1, "card.deleted", { ...makeCards("b", 1)[0], version: 2 }));
  assert.deepEqual(cardsOf(k.root, "b"), ["b0", "b1"]);
  k.press("Escape");
  assert.deepEqual(cardsOf(k.root, "b"), ["b1"]);
});

test("E archives, and the focus goes on", async () => {
  const k = await keyboard();
  k.press("e");
  await settle();
  assert.equal(k.connection.last("card.archive").payload.id, "a0");
  assert.equal(k.focused(), "a1");
});

test("M picks a column: the first match of what is typed, by Enter", async () => {
  const k = await keyboard();
  k.press("m");
  await settle();
  const field = k.document.activeElement;
  assert.deepEqual([...k.document.querySelectorAll(".choice__name")].map((name) => name.textContent), ["Todo", "Review", "Done"]);
  field.value = "do";
  field.dispatchEvent(new k.window.Event("input", { bubbles: true }));
  assert.deepEqual([...k.document.querySelectorAll(".choice__name")].map((name) => name.textContent), ["Done", "Todo"]);
  k.press("Enter");
  await settle();
  assert.deepEqual(k.connection.last("card.move").payload, { id: "a0", columnId: "c", after: null, version: 1 });
  assert.equal(k.document.querySelector(".choices"), null);
});

test("M and its last line open the dialog with columns and places", async () => {
  const k = await keyboard();
  k.press("m");
  await settle();
  k.document.querySelector(".choices__more").click();
  const form = k.document.querySelector("#move-dialog form");
  const { column, position } = form.elements;
  assert.deepEqual([...column.options].map(({ text }) => text), ["Todo", "Review", "Done"]);
  column.value = "b";
  column.dispatchEvent(new k.window.Event("change"));
  assert.deepEqual([...position.options].map(({ text }) => text), ["1 — top", "2 — below b card 0", "3 — below b card 1", "Bottom"]);
  position.value = "b0";
  form.dispatchEvent(new k.window.Event("submit", { cancelable: true }));
  await settle();
  assert.deepEqual(k.connection.last("card.move").payload, { id: "a0", columnId: "b", after: "b0", version: 1 });
});

test("one-letter keys can be switched off; the walk stays", async () => {
  const k = await keyboard();
  k.window.localStorage.setItem("kr:single-keys", "off");
  k.press("e", "ArrowDown");
  await settle();
  assert.equal(k.connection.last("card.archive"), undefined);
  assert.equal(k.focused(), "a1");
});

test("a viewer walks and reads, and changes nothing", async () => {
  const k = await keyboard("viewer");
  k.press(" ", "ArrowDown", "e", "m", "c");
  await settle();
  assert.equal(k.focused(), "a1");
  assert.deepEqual(cardsOf(k.root, "a"), ["a0", "a1", "a2"]);
  assert.equal(k.connection.sent.filter(({ type }) => type.startsWith("card.")).length, 0);
});

test("typing in a field is typing", async () => {
  const k = await keyboard();
  k.press("c");
  const field = k.document.activeElement;
  assert.equal(field.name, "title");
  k.press("e", " ", "ArrowDown");
  assert.equal(k.document.activeElement, field);
  assert.deepEqual(cardsOf(k.root, "a"), ["a0", "a1", "a2"]);
});
