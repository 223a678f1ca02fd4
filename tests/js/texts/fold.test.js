import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fold } from "../../../static/js/texts/fold.js";

/** The table that the tests in Python read as well. */
const ROWS = JSON.parse(readFileSync(new URL("../../support/foldings.json", import.meta.url), "utf8"));

test("texts fold as they fold on the server", () => {
  assert.deepEqual(ROWS.map(({ what, text }) => [what, fold(text)]), ROWS.map(({ what, folded }) => [what, folded]));
});

test("a folded text stays as it is", () => {
  for (const { folded } of ROWS) assert.equal(fold(folded), folded);
});

test("half a pair is no text", () => {
  assert.equal(fold("a\ud83d b"), "a b");
});
