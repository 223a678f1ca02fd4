import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryStorage } from "../../../static/js/page/storage.js";
import { Drafts } from "../../../static/js/card/drafts.js";

const words = { title: "Lamp", description: "Oil it", base: { title: "Lamp", description: "", version: 3 } };

test("a draft belongs to one person, project, card and field", () => {
  const storage = memoryStorage();
  const adas = new Drafts({ userId: "ada", projectId: "p", storage });
  adas.keep("card", "comment", "Half a sent");
  assert.equal(adas.text("card", "comment"), "Half a sent");
  assert.equal(new Drafts({ userId: "ada", projectId: "p", storage }).text("card", "comment"), "Half a sent");
  assert.equal(new Drafts({ userId: "bob", projectId: "p", storage }).text("card", "comment"), "");
  assert.equal(adas.text("other", "comment"), "");
  assert.equal(adas.text("card", "text"), "");
});

test("blanks are no draft", () => {
  const drafts = new Drafts({ userId: "ada", projectId: "p", storage: memoryStorage() });
  drafts.keep("card", "comment", "words");
  drafts.keep("card", "comment", "  \n");
  assert.equal(drafts.text("card", "comment"), "");
});

test("words that come back stand before those written since", () => {
  const drafts = new Drafts({ userId: "ada", projectId: "p", storage: memoryStorage() });
  drafts.keep("card", "comment", "second");
  assert.equal(drafts.restore("card", "comment", "first"), "first\n\nsecond");
  assert.equal(drafts.restore("card", "comment", "first\n\nsecond"), "first\n\nsecond");
});

test("title and description are kept with what they were begun on", () => {
  const drafts = new Drafts({ userId: "ada", projectId: "p", storage: memoryStorage() });
  drafts.keepTextDraft("card", words);
  assert.deepEqual(drafts.textDraft("card"), words);
  drafts.drop("card", "words");
  assert.equal(drafts.textDraft("card"), null);
});

test("what cannot be read, or be written, does no harm", () => {
  const storage = memoryStorage();
  const drafts = new Drafts({ userId: "ada", projectId: "p", storage });
  drafts.keep("card", "words", "{");
  assert.equal(drafts.textDraft("card"), null);
  drafts.keep("card", "words", "7");
  assert.equal(drafts.textDraft("card"), null);
  storage.setItem = () => { throw new Error("full"); };
  drafts.keep("card", "comment", "words");
});
