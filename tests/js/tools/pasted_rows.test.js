import assert from "node:assert/strict";
import { test } from "node:test";
import { asRow, rowsOf } from "../../../static/js/tools/pasted_rows.js";

const titles = (text) => rowsOf(text).map(({ title }) => title);
const cells = (text) => rowsOf(text).map(({ title, rest }) => [title, ...rest]);

test("lines are rows; blank ones are none, and spaces collapse", () => {
  const lines = "Wind the clock\r\n\r\n  Trim   the wick\rCall the boat\n";
  assert.deepEqual(titles(lines), ["Wind the clock", "Trim the wick", "Call the boat"]);
  assert.deepEqual(titles(""), []);
  assert.deepEqual(titles(" \n\t\n"), []);
});

test("cells of a spreadsheet are one row each: the first is the title", () => {
  assert.deepEqual(cells("Lamp\tBob\t3\nDoor\t\t5"), [["Lamp", "Bob", "3"], ["Door", "5"]]);
  assert.deepEqual(cells("\tNo first cell\tmore"), [["No first cell", "more"]]);
});

test("a cell with line breaks and quotes stays whole", () => {
  assert.deepEqual(cells('"Oil the lamp\nand the ""big"" one"\t"a\nb"\nDoor\tx'), [
    ['Oil the lamp and the "big" one', "a\nb"],
    ["Door", "x"],
  ]);
  assert.deepEqual(cells('"one\ntwo"\nthree'), [["one two"], ["three"]]);
  assert.deepEqual(cells('Door\t"paint ""red"""'), [["Door", 'paint "red"']]);
});

test("quotes of a text are no quoted cells", () => {
  assert.deepEqual(titles('"Now," she said\nand left "soon"'), ['"Now," she said', 'and left "soon"']);
  assert.deepEqual(titles('"Quoted"\n"Quoted, too"'), ['"Quoted"', '"Quoted, too"']);
  assert.deepEqual(titles('"never closed\nsecond'), ['"never closed', "second"]);
  assert.deepEqual(titles('5" pipe\n6" pipe'), ['5" pipe', '6" pipe']);
});

test("bullets, numbers and boxes of a list are taken off, indented ones too", () => {
  assert.deepEqual(titles("- a\n* b\n• c\n– d\n  + e\n— f"), ["a", "b", "c", "d", "e", "f"]);
  assert.deepEqual(titles("1. a\n2) b\n   - c\n3. d\n10. e".replace("10", "4")), ["a", "b", "c", "d", "e"]);
  assert.deepEqual(titles("•\ta\no\tb\n§\tc"), ["a", "b", "c"]);
  assert.deepEqual(titles("1.\tFill\n2.\tTrim"), ["Fill", "Trim"]);
  assert.deepEqual(rowsOf("- [ ] a\n[x] b\n* [X] c\n☑ d\n[] e").map(({ title, done }) => [title, done]), [
    ["a", false], ["b", true], ["c", true], ["d", true], ["e", false],
  ]);
});

test("a marker that not every line has belongs to the text, and so does that of one line", () => {
  assert.deepEqual(titles("- only one"), ["- only one"]);
  assert.deepEqual(titles("Buy:\n- oil\n- wick"), ["Buy:", "- oil", "- wick"]);
  assert.deepEqual(titles("2024 budget\n2025 budget"), ["2024 budget", "2025 budget"]);
  assert.deepEqual(titles("24. December\n6. January"), ["24. December", "6. January"]);
  assert.deepEqual(titles("1.5 litres\n2.5 litres"), ["1.5 litres", "2.5 litres"]);
  assert.deepEqual(titles("-5 degrees\n-6 degrees"), ["-5 degrees", "-6 degrees"]);
  assert.deepEqual(titles("- \n- "), ["-", "-"]);
});

test("a row keeps its source, from which it can be pasted again", () => {
  const text = '"a\nb"\tc\nd';
  assert.equal(rowsOf(text).map(({ source }) => source).join("\n"), text);
  for (const row of [["a\nb", 'say "hi"', "c"], ["plain"], ["tab\tinside", "x"]]) {
    assert.deepEqual(rowsOf(asRow(row)).map(({ title, rest }) => [title, ...rest]), [[row[0].replace(/\s+/g, " "), ...row.slice(1)]]);
  }
});

test("a long text of anything is read in time", () => {
  for (const piece of ['"', '"a\n', "\t", '\t"', "- ", "1. ", " ", '""', 'x\t"y\n']) {
    const began = performance.now();
    rowsOf(piece.repeat(Math.floor(100_000 / piece.length)));
    assert.ok(performance.now() - began < 1500, JSON.stringify(piece));
  }
});
