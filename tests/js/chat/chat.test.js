import assert from "node:assert/strict";
import { test } from "node:test";
import { event, joined } from "../support/board_fixture.js";
import { ME, message, messageHtml, openChat, said } from "../support/chat_fixture.js";
import { settle } from "../support/fake_websocket.js";

const created = (seq, facts, more = {}) =>
  event(seq, "chat.message.created", facts, { actorId: facts.authorId, html: messageHtml(facts), ...more });

/** The server accepts the last sent message. */
function take(chat, seq) {
  const { payload, eventId } = chat.connection.last("chat.message");
  const facts = message(payload.id, ME, payload.text);
  chat.connection.acks("chat.message", { id: payload.id, tempId: payload.tempId }, { seq });
  chat.connection.says(created(seq, facts, { eventId }));
}

test("what one says is there at once, and confirmed by its event", async () => {
  const chat = await openChat([message("m1", "bob", "hi")]);
  chat.chat.outbox.sendMessage("hello", null);
  assert.deepEqual(said(chat.panel), ["bob: hi", "ada: hello (pending)"]);
  await settle();
  take(chat, 1);
  await settle();
  assert.deepEqual(said(chat.panel), ["bob: hi", "ada: hello"]);
  assert.equal(chat.chat.outbox.outbox.entries.length, 0);
});

test("what others say meanwhile stands above what is on its way", async () => {
  const chat = await openChat();
  chat.chat.outbox.sendMessage("mine", null);
  await settle();
  chat.connection.says(created(1, message("b1", "bob", "theirs")));
  assert.deepEqual(said(chat.panel), ["bob: theirs", "ada: mine (pending)"]);
  take(chat, 2);
  await settle();
  assert.deepEqual(said(chat.panel), ["bob: theirs", "ada: mine"]);
});

test("an event that is told again changes nothing", async () => {
  const chat = await openChat([message("m1", "bob", "hi")]);
  chat.connection.says(created(1, { ...message("m1", "bob", "hi") }));
  chat.connection.says(created(1, { ...message("m1", "bob", "hi") }));
  assert.deepEqual(said(chat.panel), ["bob: hi"]);
});

test("a replay's first telling has no fragment; its text does until the next", async () => {
  const chat = await openChat([], { join: false });
  const first = message("m1", "bob", "helo");
  await joined(chat.board, 0, [
    event(1, "chat.message.created", first),
    event(2, "chat.message.updated", { ...first, text: "hello" }, { html: messageHtml({ ...first, text: "hello" }) }),
  ]);
  assert.deepEqual(said(chat.panel), ["bob: hello"]);
});

test("without a connection it waits, goes out in order, once", async () => {
  const chat = await openChat();
  chat.connection.drops();
  chat.chat.outbox.sendMessage("one", null);
  chat.chat.outbox.sendMessage("two", null);
  await settle();
  assert.deepEqual(said(chat.panel), ["ada: one (pending)", "ada: two (pending)"]);
  chat.page.socket.connect();
  await joined(chat.board, 0);
  assert.equal(chat.connection.sent.filter(({ type }) => type === "chat.message").length, 1);
  take(chat, 1);
  await settle();
  take(chat, 2);
  await settle();
  assert.deepEqual(said(chat.panel), ["ada: one", "ada: two"]);
});

test("what is refused stays, with the reason, and can be thrown away", async () => {
  const chat = await openChat();
  chat.chat.outbox.sendMessage("too long", null);
  await settle();
  chat.connection.refuses("chat.message", { code: "invalid", fields: { text: ["At most 4000 characters."] } });
  await settle();
  assert.deepEqual(said(chat.panel), ["ada: too long (failed)"]);
  assert.match(chat.panel.querySelector(".msg__unsent").textContent, /Not sent. At most 4000 characters./);
  const id = chat.panel.querySelector(".msg").dataset.id;
  assert.equal(chat.chat.outbox.unsent.all().length, 1);
  chat.chat.outbox.discard(id);
  assert.deepEqual(said(chat.panel), []);
  assert.equal(chat.chat.outbox.unsent.all().length, 0);
});

test("what came too fast goes back into the composer", async () => {
  const chat = await openChat();
  const { field, notice } = chat.chat.composer;
  field.value = "too fast";
  chat.chat.composer.send();
  await settle();
  assert.equal(field.value, "");
  chat.connection.refuses("chat.message", { code: "rate_limited", retryAfter: 7 });
  await settle();
  assert.equal(field.value, "too fast");
  assert.match(notice.textContent, /Try again in 7 seconds/);
  assert.deepEqual(said(chat.panel), []);
  chat.chat.composer.send();
  assert.equal(field.value, "too fast");
  chat.connection.drops();
});

test("other words in the composer are not overwritten: then what came too fast waits", async () => {
  const chat = await openChat();
  chat.chat.outbox.sendMessage("too fast", null);
  await settle();
  chat.chat.composer.field.value = "next thought";
  chat.connection.refuses("chat.message", { code: "rate_limited", retryAfter: 1 });
  await settle();
  assert.equal(chat.chat.composer.field.value, "next thought");
  assert.deepEqual(said(chat.panel), ["ada: too fast (pending)"]);
  chat.connection.drops();
});

test("an edit and a deletion are shown at once and taken back where refused", async () => {
  const mine = message("m1", ME, "helo");
  const chat = await openChat([mine]);
  chat.chat.outbox.send("chat.update", "m1", { text: "hello" });
  assert.deepEqual(said(chat.panel), ["ada: hello"]);
  await settle();
  chat.connection.refuses("chat.update", { code: "forbidden", detail: "No." });
  await settle();
  assert.deepEqual(said(chat.panel), ["ada: helo"]);
  chat.chat.outbox.send("chat.delete", "m1");
  assert.equal(chat.panel.querySelector(".msg__body").textContent, "Message deleted");
  await settle();
  chat.connection.refuses("chat.delete", { code: "unauthorized", detail: "No." });
  await settle();
  assert.equal(chat.panel.querySelector(".msg__body").textContent, "helo");
});

test("a reaction counts at once", async () => {
  const chat = await openChat([message("m1", "bob", "hi")]);
  chat.chat.outbox.send("chat.react", "m1", { emoji: "🚀" });
  const reaction = chat.panel.querySelector(".reaction");
  assert.equal(reaction.textContent, "🚀 1");
  assert.equal(reaction.getAttribute("aria-pressed"), "true");
  chat.chat.outbox.send("chat.unreact", "m1", { emoji: "🚀" });
  assert.equal(chat.panel.querySelector(".reaction"), null);
});

test("the rule stands above the first unread message, and the title counts", async () => {
  const messages = [message("m1", "bob", "read"), message("m2", ME, "mine"), message("m3", "bob", "new"), message("m4", "bob", "newer")];
  const chat = await openChat(messages, { unread: 2 });
  const rule = chat.panel.querySelector(".rule--new");
  assert.equal(rule.textContent, "2 new");
  assert.equal(rule.nextElementSibling.dataset.id, "m3");
  assert.match(chat.document.title, /^\(2\)/);
  chat.connection.says(created(1, message("m5", "bob", "@ada", { mentionIds: [ME] })));
  assert.match(chat.document.title, /^\(@1 · 3\)/);
  assert.equal(rule.textContent, "2 new");
  const payload = { messageId: "m5", unread: 0, mentions: 0, seq: 1, since: messages[3].createdAt };
  chat.connection.says({ type: "chat.read.changed", projectId: "p", payload });
  assert.doesNotMatch(chat.document.title, /^\(/);
});

test("a deleted message is no longer counted, in the title, the badges and above the new ones", async () => {
  const messages = [message("m1", "bob", "read"), message("m2", "bob", "new"), message("m3", "bob", "newer"), message("m4", ME, "mine")];
  const chat = await openChat(messages, { unread: 2, since: messages[0].createdAt, marker: "m1" });
  const deleted = (seq, of, changes = {}) => event(seq, "chat.message.deleted", { ...of, text: "", mentionIds: [] }, { changes });
  const fifth = message("m5", "bob", "@ada", { mentionIds: [ME] });
  chat.connection.says(created(1, fifth));
  assert.match(chat.document.title, /^\(@1 · 3\)/);
  chat.connection.says(deleted(2, fifth, { mentionIds: [[ME], []] }));
  assert.match(chat.document.title, /^\(2\)/);
  chat.connection.says(deleted(3, messages[3]));
  chat.connection.says(deleted(4, messages[0]));
  assert.match(chat.document.title, /^\(2\)/);
  chat.connection.says(deleted(5, messages[2]));
  assert.match(chat.document.title, /^\(1\)/);
  assert.equal(chat.panel.querySelector(".rule--new").textContent, "1 new");
  chat.connection.says(deleted(6, messages[1]));
  assert.doesNotMatch(chat.document.title, /^\(/);
  assert.equal(chat.panel.querySelector(".rule--new"), null);
});

test("what was read elsewhere while offline is asked for when the connection is back", async () => {
  const chat = await openChat([message("m1", "bob", "hi")], { unread: 1 });
  chat.connection.drops();
  chat.page.socket.connect();
  await joined(chat.board, 0);
  assert.match(chat.document.title, /^\(1\)/);
  await new Promise((resolve) => { setTimeout(resolve, 400); });
  chat.connection.acks("chat.unread", { unread: 0, mentions: 0, seq: 0, messageId: "m1", since: "2026-11-23T08:00:00.000Z" });
  await settle();
  assert.doesNotMatch(chat.document.title, /^\(/);
});

test("a card that goes to another column leaves a move notice", async () => {
  const chat = await openChat();
  const card = {
    id: "k1",
    number: 7,
    key: "WEB-7",
    columnId: "c2",
    position: "a",
    version: 2,
    title: "A card",
    archivedAt: null,
    labelIds: [],
    assigneeIds: [],
  };
  chat.connection.says(event(1, "card.moved", card, { changes: { columnId: ["c1", "c2"] } }));
  assert.equal(chat.panel.querySelector(".quiet").textContent.slice(0, 22), "Bob moved WEB-7 to Don");
  chat.connection.says(event(2, "card.moved", { ...card, version: 3 }, { changes: { position: ["a", "b"] } }));
  assert.equal(chat.panel.querySelectorAll(".quiet").length, 1);
});

test("chips follow their card and its column", async () => {
  const chat = await openChat([message("m1", "bob", "see")]);
  chat.panel.querySelector(".msg__body").innerHTML =
    '<a class="chip" data-card="k1"><i class="dot"></i><span class="chip__key">WEB-7</span>' +
    '<span class="chip__title">Old</span><span class="chip__column">Todo</span></a>';
  const chip = chat.panel.querySelector(".chip");
  const card = {
    id: "k1",
    number: 7,
    key: "WEB-7",
    columnId: "c2",
    position: "a",
    version: 2,
    title: "New",
    archivedAt: null,
    labelIds: [],
    assigneeIds: ["bob"],
  };
  chat.connection.says(event(1, "card.updated", card));
  assert.equal(chip.textContent, "WEB-7NewDoneB");
  chat.connection.says(
    event(
      2,
      "column.updated",
      { id: "c2", name: "Shipped", color: "teal", position: "c2", version: 2, wipLimit: null },
      { changes: { name: ["Done", "Shipped"] } },
    ),
  );
  assert.equal(chip.querySelector(".chip__column").textContent, "Shipped");
  assert.equal(chip.querySelector(".dot").dataset.hue, "teal");
  chat.connection.says(event(3, "card.deleted", card));
  assert.ok(chip.classList.contains("is-gone"));
});

test("who is typing is told, and no longer once it is said", async () => {
  const chat = await openChat();
  const indicator = chat.panel.querySelector("[data-typing]");
  chat.connection.says({ type: "chat.typing", projectId: "p", payload: { userId: "bob" } });
  assert.equal(indicator.textContent, "Bob is typing");
  chat.connection.says(created(1, message("m1", "bob", "hi")));
  assert.equal(indicator.hidden, true);
});
