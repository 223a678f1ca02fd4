import assert from "node:assert/strict";
import { test } from "node:test";
import { areFilesMeant, areNamesOnly, pictureName } from "../../../static/js/files/pasted_files.js";

const meant = (names, text = "", html = "") => areFilesMeant({ names, text, html });

test("a screenshot, or a picture copied in a browser, is a file", () => {
  assert.equal(meant(["image.png"]), true);
  assert.equal(meant(["image.png"], "", "<meta charset='utf-8'><img src=\"https://example.com/a.png\" alt=\"A lamp\">"), true);
  const framed = "<html><body><!--StartFragment--><img src='a.png'/>&nbsp;</body></html>";
  assert.equal(meant(["image.png"], "https://example.com/a.png", framed), true);
});

test("text of Word or Excel, which comes with a picture of it, is text", () => {
  const cells = "<html><STYLE>td { color: red }</STYLE><table><tr><td>Lamp</td><td>3</td></tr></table>";
  assert.equal(meant(["image.png"], "Lamp\t3", cells), false);
  assert.equal(meant(["image.png"], "Lamp\t3", cells.replaceAll(/Lamp|3/g, "")), true);
  assert.equal(meant(["image.png"], "Lamp\t3"), false);
  assert.equal(meant(["image.png"], "", "<p>Only in the code</p>"), false);
  assert.equal(meant([], "Lamp"), false);
});

test("files of Finder or Explorer are files, not their names", () => {
  assert.equal(meant(["plan.pdf"]), true);
  assert.equal(meant(["plan.pdf"], "plan.pdf"), true);
  assert.equal(meant(["plan.pdf", "a b.png"], "plan.pdf\ra b.png"), true);
  assert.equal(meant(["plan.pdf"], "plan.pdf", "<span>plan.pdf</span>"), true);
  assert.equal(meant(["a b.png"], "x-special/nautilus-clipboard\ncopy\nfile:///home/ada/a%20b.png\n"), true);
  assert.equal(meant(["plan.pdf"], "C:\\Users\\ada\\plan.pdf"), true);
  assert.equal(areNamesOnly("u\u0308ber.txt", ["\u00fcber.txt"]), true);
  assert.equal(areNamesOnly("about plan.pdf", ["plan.pdf"]), false);
  assert.equal(areNamesOnly("file:///%E0%A4%A", ["plan.pdf"]), false);
});

test("pasted pictures are named by the time, and no two alike", () => {
  const options = { now: new Date(2026, 10, 30, 14, 5, 12), taken: new Set(), words: (time) => `Pasted ${time}` };
  assert.equal(pictureName(".png", options), "Pasted 2026-11-30 14.05.12.png");
  assert.equal(pictureName(".png", options), "Pasted 2026-11-30 14.05.12 (2).png");
  assert.equal(pictureName(".png", options), "Pasted 2026-11-30 14.05.12 (3).png");
  assert.equal(pictureName(".jpeg", options), "Pasted 2026-11-30 14.05.12.jpeg");
});

test("a megabyte of anything is judged in time", () => {
  for (const piece of ["<", "<!--", "<style", "<style>", "<style></style>", "-->", "a\n", "&nbsp;", "<b>"]) {
    const long = piece.repeat(200_000 / piece.length);
    const began = performance.now();
    meant(["image.png"], long, `${long}<b>x</b>`);
    assert.ok(performance.now() - began < 1500, piece);
  }
});
