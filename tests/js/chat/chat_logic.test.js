import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, firstUnread, follows } from "../../../static/js/chat/message_groups.js";
import { asked, completed, fitting } from "../../../static/js/mentions/query.js";
import { Pace, WINDOW_MS } from "../../../static/js/chat/rate_limit.js";
import { words } from "../../../static/js/chat/typing_indicator.js";

const at = (text) => new Date(`2026-11-23T${text}`).getTime();

test("messages of one person within five minutes belong together", () => {
  const first = { author: "ada", at: at("10:00:00") };
  assert.equal(follows(first, { author: "ada", at: at("10:04:59") }), true);
  assert.equal(follows(first, { author: "ada", at: at("10:05:00") }), false);
  assert.equal(follows(first, { author: "bob", at: at("10:01:00") }), false);
  assert.equal(follows(first, { author: "ada", at: at("10:01:00"), reply: true }), false);
  assert.equal(follows(null, first), false);
  assert.equal(follows({ author: undefined, at: first.at }, { author: undefined, at: first.at }), false);
});

test("midnight parts what five minutes would join", () => {
  const late = { author: "ada", at: at("23:59:00") };
  const early = { author: "ada", at: late.at + 2 * 60_000 };
  assert.equal(follows(late, early), false);
  assert.notEqual(dayOf(late.at), dayOf(early.at));
});

test("what is unread begins so many messages of others back", () => {
  const messages = ["bob", "ada", "bob", "ada", "bob"].map((author, i) => ({ author, i }));
  const counts = ({ author }) => author === "bob";
  assert.equal(firstUnread(messages, 2, counts).i, 2);
  assert.equal(firstUnread(messages, 3, counts).i, 0);
  assert.equal(firstUnread(messages, 4, counts), null);
  assert.equal(firstUnread([], 1, counts), null);
});

test("five may go at once, the sixth when the first is ten seconds old", () => {
  const pace = new Pace();
  for (let i = 0; i < 5; i += 1) { assert.equal(pace.wait(0, 1000 + i), 0); pace.took(1000 + i); }
  assert.equal(pace.wait(0, 2000), WINDOW_MS - 1000);
  assert.equal(pace.wait(0, 1000 + WINDOW_MS - 1), 1);
  assert.equal(pace.wait(0, 1000 + WINDOW_MS), 0);
  pace.took(1000 + WINDOW_MS);
  assert.equal(pace.wait(0, 1000 + WINDOW_MS), 1);
});

test("what is on its way counts, too", () => {
  const pace = new Pace();
  assert.equal(pace.wait(4, 0), 0);
  assert.equal(pace.wait(5, 0), WINDOW_MS);
  pace.took(0);
  assert.equal(pace.wait(3, 0), 0);
  assert.equal(pace.wait(4, 0), WINDOW_MS);
});

test("the server's word is the last", () => {
  const pace = new Pace();
  pace.told(7000, 0);
  assert.equal(pace.wait(0, 1000), 6000);
  assert.equal(pace.wait(0, 7000), 0);
});

test("a name is asked for from an @ that begins a word", () => {
  assert.deepEqual(asked("hi @ma", 6), { start: 3, query: "ma" });
  assert.deepEqual(asked("@", 1), { start: 0, query: "" });
  assert.deepEqual(asked("(@Ada Lo", 8), { start: 1, query: "Ada Lo" });
  assert.equal(asked("me@example.com", 14), null);
  assert.equal(asked("no name", 7), null);
  assert.equal(asked("@ada\nnext", 9), null);
  assert.equal(asked("@ ", 2), null);
  assert.deepEqual(asked("@ma later", 3), { start: 0, query: "ma" });
});

test("members fit by the beginning of any part of their name", () => {
  const people = ["Mara Lindqvist", "Omar Maas", "Дина Соколова", "Bob Marley"].map((displayName) => ({ displayName }));
  const names = (query) => fitting(people, query).map(({ displayName }) => displayName);
  assert.deepEqual(names("ma"), ["Mara Lindqvist", "Bob Marley", "Omar Maas"]);
  assert.deepEqual(names("сок"), ["Дина Соколова"]);
  assert.deepEqual(names("bob mar"), ["Bob Marley"]);
  assert.deepEqual(names("z"), []);
  assert.equal(names("").length, 4);
});

test("the chosen name takes the place of what was typed", () => {
  assert.deepEqual(completed("hi @ma there", 3, 6, "Mara"), { text: "hi @Mara there", caret: 9 });
  assert.deepEqual(completed("@", 0, 1, "Bob Marley"), { text: "@Bob Marley ", caret: 12 });
});

test("who is typing, in words", () => {
  assert.equal(words([]), "");
  assert.equal(words(["Ada"]), "Ada is typing");
  assert.equal(words(["Ada", "Bob"]), "Ada and Bob are typing");
  assert.equal(words(["Ada", "Bob", "Dina"]), "Several people are typing");
});
