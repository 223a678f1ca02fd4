import assert from "node:assert/strict";
import { test } from "node:test";
import { cardHtml, event, makeCards, openBoard } from "../../support/board_fixture.js";
import { message, messageHtml, openChat } from "../../support/chat_fixture.js";
import { settle } from "../../support/fake_websocket.js";

const COVER = '<img class="card__cover" data-cover="f" src="/api/v1/files/f/thumbnail" alt="">';
const covered = (card) => cardHtml(card).replace('<div class="card__top">', `${COVER}<div class="card__top">`);
const deleted = (seq, changes, html) => event(seq, "file.deleted", { id: "f", name: "photo.png" }, { changes, html });
const node = ({ document }, id) => document.getElementById(`card-${id}`);
const hasCover = (board, id) => node(board, id).querySelector(".card__cover") !== null;

/** A board on which the first two cards have the file as their cover. */
async function openCovered(options) {
  const cards = makeCards("a", 3);
  const board = await openBoard([{ id: "a", cards }], options);
  const given = cards.slice(0, 2).map((card) => ({ ...card, version: 2 }));
  given.forEach((card, i) => board.connection.says(event(i + 1, "card.updated", card, { html: covered(card) })));
  assert.ok(hasCover(board, "a0") && hasCover(board, "a1"));
  return { board, given };
}

test("a deleted file is off the cards that the event draws anew; their version is the same", async () => {
  const { board, given } = await openCovered();
  const first = node(board, "a0");
  board.connection.says(deleted(3, { cardIds: [["a0", "a1", "elsewhere"], []] }, given.map(cardHtml).join("")));
  assert.deepEqual([hasCover(board, "a0"), hasCover(board, "a1")], [false, false]);
  assert.equal(node(board, "a0"), first);
  assert.equal(first.dataset.version, "2");
});

test("a card that the event does not draw is asked for", async () => {
  const asked = [];
  const { board, given } = await openCovered({
    fetch: async (url) => { asked.push(url); return { ok: true, text: async () => cardHtml(given[1]) }; },
  });
  board.connection.says(deleted(3, { cardIds: [["a0", "a1"], []] }, cardHtml(given[0])));
  await settle();
  assert.deepEqual(asked, [`/projects/p/cards/${given[1].number}/face`]);
  assert.deepEqual([hasCover(board, "a0"), hasCover(board, "a1")], [false, false]);
});

test("a card keeps what it has become since the event was drawn", async () => {
  const { board, given } = await openCovered();
  const newer = { ...given[0], version: 3, title: "newer" };
  board.connection.says(event(3, "card.updated", newer, { html: covered(newer) }));
  board.connection.says(deleted(4, { cardIds: [["a0"], []] }, cardHtml(given[0])));
  assert.equal(node(board, "a0").querySelector(".card__link").textContent, "newer");
});

test("a face that is ahead of the log brings its look, and leaves the version to the log", async () => {
  const { board, given } = await openCovered();
  const ahead = { ...given[0], version: 9, position: "a9", title: "ahead" };
  board.connection.says(deleted(3, { cardIds: [["a0"], []] }, cardHtml(ahead)));
  assert.equal(node(board, "a0").dataset.version, "2");
  assert.equal(node(board, "a0").dataset.position, given[0].position);
  board.connection.says(event(4, "card.updated", ahead, { html: cardHtml(ahead) }));
  assert.equal(node(board, "a0").dataset.version, "9");
});

test("a deleted file that was nowhere changes nothing", async () => {
  const { board } = await openCovered();
  const before = board.root.innerHTML;
  board.connection.says(deleted(3, {}, ""));
  assert.equal(board.root.innerHTML, before);
  assert.equal(board.page.seq, 3);
});

test("a deleted file is out of the messages that the event draws anew", async () => {
  const [one, two] = [message("m1", "bob", "look"), message("m2", "bob", "and")];
  const files = '<ul class="msg__files"><li><a data-file="f">photo.png</a></li></ul>';
  const { panel, connection, document } = await openChat([one, two]);
  const filed = messageHtml(one).replace('<div class="msg__tools">', `${files}<div class="msg__tools">`);
  connection.says(event(1, "chat.message.updated", one, { html: filed }));
  const shown = document.getElementById("message-m1");
  assert.ok(shown.querySelector("[data-file]"));
  connection.says(deleted(2, { messageIds: [["m1", "older"], []] }, messageHtml(one) + messageHtml({ ...one, id: "older" })));
  assert.equal(document.getElementById("message-m1"), shown);
  assert.equal(shown.querySelector("[data-file]"), null);
  assert.equal(panel.querySelectorAll(".msg").length, 2);
});
