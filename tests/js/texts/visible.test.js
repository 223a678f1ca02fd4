import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { hasVisible, visibleText } from "../../../static/js/texts/visible.js";

const TEXTS = JSON.parse(readFileSync(new URL("../../support/visible_texts.json", import.meta.url), "utf8"));

test("a browser takes the same texts for empty as the server", () => {
  assert.deepEqual(TEXTS.visible.filter((text) => !hasVisible(text)), []);
  assert.deepEqual(TEXTS.invisible.filter((text) => hasVisible(text)), []);
});

test("what is sent is trimmed, and empty if nothing shows", () => {
  assert.equal(visibleText("  Oil the lamp \n"), "Oil the lamp");
  assert.equal(visibleText("\u200b \u2800"), "");
});
