import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cut, lengthOf } from "../../../static/js/texts/text_length.js";

/** The tables that the tests in Python read as well. */
const table = (name) => JSON.parse(readFileSync(new URL(`../../support/${name}.json`, import.meta.url), "utf8"));

test("characters count as they count on the server", () => {
  const rows = table("text_lengths");
  const counted = rows.map(({ what, text }) => ({
    what,
    name: lengthOf(text, "name"),
    prose: lengthOf(text, "prose"),
    line: lengthOf(text, "text"),
    raw: lengthOf(text, "raw"),
  }));
  assert.deepEqual(counted, rows.map(({ text: _text, ...counts }) => counts));
});

test("a cut text ends with a whole character", () => {
  for (const row of table("text_cuts")) assert.equal(cut(row.text, row.most), row.cut);
});
