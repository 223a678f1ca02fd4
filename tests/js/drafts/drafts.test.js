import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Drafts, KEEP_MS, MOST_DRAFTS, MOST_LENGTH, MOST_TOTAL, forgetPerson } from "../../../static/js/drafts/drafts.js";
import { memoryStorage } from "../../../static/js/page/storage.js";

let storage;
let open;

beforeEach(() => { [storage, open] = [memoryStorage(), new Set()]; });

/** The drafts of a person in an open tab. */
function drafts(tab = "first", userId = "ada") {
  open.add(tab);
  const others = () => new Set([...open].filter((other) => other !== tab));
  return new Drafts({ userId, storage, tab: () => tab, open: async () => ({ tab, others: others() }) });
}

test("a draft belongs to one person, place and field", async () => {
  drafts().keep("card", "comment", "Half a sent");
  assert.equal(drafts().text("card", "comment"), "Half a sent");
  assert.equal(drafts().text("other", "comment"), "");
  assert.equal(drafts().text("card", "text"), "");
  open.clear();
  const bobs = drafts("first", "bob");
  await bobs.adopt("card");
  assert.equal(bobs.text("card", "comment"), "");
});

test("two open tabs keep two drafts, and sending in one leaves the other's", async () => {
  const [first, second] = [drafts("first"), drafts("second")];
  first.keep("project", "chat", "one");
  await second.adopt("project");
  assert.equal(second.text("project", "chat"), "");
  second.keep("project", "chat", "two");
  second.drop("project", "chat");
  assert.equal(first.text("project", "chat"), "one");
});

test("the draft of a closed tab goes to the next tab that opens the field, once", async () => {
  drafts("closed").keep("card", "item-x:y", "Wicks");
  open.delete("closed");
  const [next, third] = [drafts("next"), drafts("third")];
  await next.adopt("card");
  assert.equal(next.text("card", "item-x:y"), "Wicks");
  assert.deepEqual(next.fields("card"), ["item-x:y"]);
  await third.adopt("card");
  assert.equal(third.text("card", "item-x:y"), "");
});

test("of several closed tabs the newest draft is taken, and one's own is never replaced", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1 });
  for (const [i, tab] of ["older", "newest", "oldest"].entries()) {
    t.mock.timers.setTime([20, 30, 10][i]);
    drafts(tab).keep("card", "comment", tab);
  }
  open.clear();
  const mine = drafts("mine");
  await mine.adopt("card");
  assert.equal(mine.text("card", "comment"), "newest");
  await mine.adopt("card");
  assert.equal(mine.text("card", "comment"), "newest");
  mine.drop("card", "comment");
  await mine.adopt("card");
  assert.equal(mine.text("card", "comment"), "older");
});

test("blanks are no draft", () => {
  const mine = drafts();
  mine.keep("card", "comment", "words");
  mine.keep("card", "comment", "  \n");
  assert.equal(mine.text("card", "comment"), "");
  assert.deepEqual(mine.fields("card"), []);
});

test("words that come back stand before those written since", () => {
  const mine = drafts();
  mine.keep("card", "comment", "second");
  assert.equal(mine.restore("card", "comment", "first"), "first\n\nsecond");
  assert.equal(mine.restore("card", "comment", "first\n\nsecond"), "first\n\nsecond");
});

test("drafts expire, and are bounded in number and in length", () => {
  mock.timers.enable({ apis: ["Date"], now: 1 });
  const mine = drafts();
  mine.keep("old", "comment", "words");
  mock.timers.setTime(KEEP_MS + 2);
  for (let i = 0; i < MOST_DRAFTS + 5; i += 1) { mock.timers.tick(1); mine.keep(`card${i}`, "comment", "words"); }
  assert.equal(mine.text("old", "comment"), "");
  assert.equal(mine.text("card4", "comment"), "");
  assert.equal(mine.text("card5", "comment"), "words");
  for (let i = 0; i < 12; i += 1) { mock.timers.tick(1); mine.keep(`long${i}`, "comment", "x".repeat(MOST_LENGTH)); }
  assert.equal(mine.text("card5", "comment"), "");
  const total = Object.keys(storage).reduce((sum, key) => sum + storage.getItem(key).length, 0);
  assert.ok(total < MOST_TOTAL * 1.1, String(total));
  mock.timers.reset();
});

test("drafts of earlier releases go: those of the chat belonged to nobody", () => {
  storage.setItem("kr:draft:chat:p", "of whom?");
  storage.setItem("kr:theme", "dark");
  drafts();
  assert.deepEqual(Object.keys(storage), ["kr:theme"]);
});

test("what the storage does not take, or holds broken, lasts as long as the page", () => {
  storage.setItem("kr:drafts:ada:card:comment:first", "{");
  const mine = drafts();
  assert.equal(mine.text("card", "comment"), "");
  Object.getPrototypeOf(storage).setItem = () => { throw new Error("full"); };
  mine.keep("card", "comment", "words");
  assert.equal(mine.text("card", "comment"), "words");
  assert.equal(mine.restore("card", "comment", "before"), "before\n\nwords");
  mine.drop("card", "comment");
  assert.equal(mine.text("card", "comment"), "");
});

test("forgetting a person leaves nothing of theirs and everything of others", () => {
  drafts().keep("card", "comment", "hers");
  drafts("first", "bob").keep("card", "comment", "his");
  for (const kind of ["outbox", "chat", "unsent"]) storage.setItem(`kr:${kind}:ada:p:e`, "{}");
  forgetPerson("ada", storage);
  assert.deepEqual(Object.keys(storage), ["kr:drafts:bob:card:comment:first"]);
});
