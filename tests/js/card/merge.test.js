import assert from "node:assert/strict";
import { test } from "node:test";
import { changesBetween, mergeTexts, mergeField } from "../../../static/js/card/merge.js";

const BASE = "one\ntwo\nthree\nfour\nfive";

test("changes at different lines are both there", () => {
  const both = mergeTexts(BASE, BASE.replace("one", "ONE"), BASE.replace("five", "FIVE"));
  assert.deepEqual(both, { text: "ONE\ntwo\nthree\nfour\nFIVE", clashes: 0 });
});

test("of one line that both changed both wordings stay", () => {
  const both = mergeTexts(BASE, BASE.replace("three", "mine"), BASE.replace("three", "theirs"));
  assert.deepEqual(both, { text: "one\ntwo\ntheirs\nmine\nfour\nfive", clashes: 1 });
});

test("lines beside each other that each changed one of are no clash", () => {
  const both = mergeTexts(BASE, BASE.replace("two", "TWO"), BASE.replace("three", "THREE"));
  assert.deepEqual(both, { text: "one\nTWO\nTHREE\nfour\nfive", clashes: 0 });
});

test("what both wrote alike stands there once", () => {
  const same = BASE.replace("three", "same");
  assert.deepEqual(mergeTexts(BASE, same, same), { text: same, clashes: 0 });
});

test("a line that one took away and the other changed stays", () => {
  assert.equal(mergeTexts("one\ntwo\nthree", "one\nthree", "one\nTWO\nthree").text.includes("TWO"), true);
});

test("whatever two people write, no line of either is lost", () => {
  let seed = 7;
  const random = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n; };
  for (let round = 0; round < 300; round += 1) {
    const base = Array.from({ length: 1 + random(8) }, (_, i) => `line ${i}`);
    const grow = (who) => base.flatMap((line, i) => [[line], [`${who} ${i}`], [line, `${who} after ${i}`]][random(3)]);
    const [mine, theirs] = [grow("mine"), grow("theirs")];
    const { text } = mergeTexts(base.join("\n"), mine.join("\n"), theirs.join("\n"));
    for (const line of [...mine, ...theirs].filter((each) => !base.includes(each))) {
      assert.ok(text.split("\n").includes(line), `${line} of\n${mine}\n${theirs}\nin ${text}`);
    }
  }
});

test("a field that only one changed needs no choice", () => {
  assert.deepEqual(mergeField("a", "a", "b"), { value: "b", clash: false });
  assert.deepEqual(mergeField("a", "b", "a"), { value: "b", clash: false });
  assert.deepEqual(mergeField("a", "b", "b"), { value: "b", clash: false });
  assert.deepEqual(mergeField("a", "b", "c"), { value: "b", clash: true });
});

test("what came and what went, line by line", () => {
  assert.deepEqual(changesBetween("a\nb", "a\nc").map(({ mark, line }) => mark + line), [" a", "-b", "+c"]);
});

test("texts of a few lines repeated by the thousand clash as a whole, at once", () => {
  const base = "a\nb\n".repeat(4000);
  const [mine, theirs] = [`${"a\na\nb\nb\n".repeat(2000)  }mine`, `${"b\na\n".repeat(4000)  }theirs`];
  const began = performance.now();
  const both = mergeTexts(base, mine, theirs);
  const changes = changesBetween(base, mine);
  assert.ok(performance.now() - began < 1000);
  assert.equal(both.clashes, 1);
  assert.ok(both.text.startsWith(theirs) && both.text.endsWith("\nmine"));
  assert.deepEqual([changes[0], changes.at(-1)], [{ mark: "-", line: "a" }, { mark: "+", line: "mine" }]);
});
