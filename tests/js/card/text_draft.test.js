import assert from "node:assert/strict";
import { test } from "node:test";
import { dropTextDraft, keepTextDraft, readTextDraft } from "../../../static/js/card/text_draft.js";
import { Drafts } from "../../../static/js/drafts/drafts.js";
import { memoryStorage } from "../../../static/js/page/storage.js";

const words = { title: "Lamp", description: "Oil it", base: { title: "Lamp", description: "", version: 3 } };
const adas = () => new Drafts({ userId: "ada", storage: memoryStorage(), tab: () => "t" });

test("title and description are kept with what they were begun on", () => {
  const drafts = adas();
  keepTextDraft(drafts, "card", words);
  assert.deepEqual(readTextDraft(drafts, "card"), words);
  dropTextDraft(drafts, "card");
  assert.equal(readTextDraft(drafts, "card"), null);
});

test("what is no draft of them is none", () => {
  const drafts = adas();
  for (const odd of ["{", "7", '{"title":"Lamp"}']) {
    drafts.keep("card", "words", odd);
    assert.equal(readTextDraft(drafts, "card"), null);
  }
});
