import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, firstUnread, continuesGroup } from "../../../static/js/chat/message_groups.js";
import { RateLimit, WINDOW_MS } from "../../../static/js/chat/rate_limit.js";
import { typingText } from "../../../static/js/chat/typing_indicator.js";

const at = (text) => new Date(`2026-11-23T${text}`).getTime();

test("messages of one person within five minutes belong together", () => {
  const first = { author: "ada", at: at("10:00:00") };
  assert.equal(continuesGroup(first, { author: "ada", at: at("10:04:59") }), true);
  assert.equal(continuesGroup(first, { author: "ada", at: at("10:05:00") }), false);
  assert.equal(continuesGroup(first, { author: "bob", at: at("10:01:00") }), false);
  assert.equal(continuesGroup(first, { author: "ada", at: at("10:01:00"), reply: true }), false);
  assert.equal(continuesGroup(null, first), false);
  assert.equal(continuesGroup({ author: undefined, at: first.at }, { author: undefined, at: first.at }), false);
});

test("midnight parts what five minutes would join", () => {
  const late = { author: "ada", at: at("23:59:00") };
  const early = { author: "ada", at: late.at + 2 * 60_000 };
  assert.equal(continuesGroup(late, early), false);
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
  const limit = new RateLimit();
  for (let i = 0; i < 5; i += 1) { assert.equal(limit.wait(0, 1000 + i), 0); limit.record(1000 + i); }
  assert.equal(limit.wait(0, 2000), WINDOW_MS - 1000);
  assert.equal(limit.wait(0, 1000 + WINDOW_MS - 1), 1);
  assert.equal(limit.wait(0, 1000 + WINDOW_MS), 0);
  limit.record(1000 + WINDOW_MS);
  assert.equal(limit.wait(0, 1000 + WINDOW_MS), 1);
});

test("what is on its way counts, too", () => {
  const limit = new RateLimit();
  assert.equal(limit.wait(4, 0), 0);
  assert.equal(limit.wait(5, 0), WINDOW_MS);
  limit.record(0);
  assert.equal(limit.wait(3, 0), 0);
  assert.equal(limit.wait(4, 0), WINDOW_MS);
});

test("the server's word is the last", () => {
  const limit = new RateLimit();
  limit.pauseFor(7000, 0);
  assert.equal(limit.wait(0, 1000), 6000);
  assert.equal(limit.wait(0, 7000), 0);
});

test("who is typing, in words", () => {
  assert.equal(typingText([]), "");
  assert.equal(typingText(["Ada"]), "Ada is typing");
  assert.equal(typingText(["Ada", "Bob"]), "Ada and Bob are typing");
  assert.equal(typingText(["Ada", "Bob", "Dina"]), "Several people are typing");
});
