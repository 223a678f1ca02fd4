import assert from "node:assert/strict";
import { test } from "node:test";

import { fill, isolate } from "../../../static/js/page/i18n.js";

test("a name from right to left is isolated in a sentence, others stay as they are", () => {
  assert.equal(fill("%(name)s moved %(card)s", { name: "שלום (1)", card: "WEB-1" }), "\u2068שלום (1)\u2069 moved WEB-1");
  assert.equal(fill("%(name)s, %(n)s", { name: "Зоя (2)", n: 3 }), "Зоя (2), 3");
});

test("whatever can move its neighbours is isolated", () => {
  for (const text of ["لوحة", "ߒߞߏ", "Ada שלום", "a\u202eb", "\u200f1", "𞤀"]) assert.equal(isolate(text), `\u2068${text}\u2069`);
  for (const text of ["", "Ada", "文字", "हिन्दी", "👩‍💻", "a\u200db"]) assert.equal(isolate(text), text);
});
