/** The viewer: where an enlarged picture lies, and how a text is read. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { fileView } from "../../../static/js/files/file_facts.js";
import { MOST_BYTES, decodeText, loadText } from "../../../static/js/files/text_preview.js";
import { pinched } from "../../../static/js/files/viewer_gestures.js";
import { FITTED, bounded, transformOf, zoomAt } from "../../../static/js/files/viewer_zoom.js";

const STAGE = { width: 800, height: 600 };
const PICTURE = { width: 800, height: 400 };

before(() => { globalThis.document = { documentElement: { dataset: {} }, cookie: "", querySelector: () => null }; });
after(() => { delete globalThis.document; });

test("what lies under the pointer stays under it", () => {
  const zoom = zoomAt(FITTED, 2, { x: 100, y: 50 });
  assert.deepEqual(zoom, { scale: 2, x: -100, y: -50 });
  assert.deepEqual(zoomAt(zoom, 1, { x: 100, y: 50 }), FITTED);
});

test("a picture is never smaller than it fits, nor enlarged without end", () => {
  assert.equal(zoomAt(FITTED, 0.1).scale, 1);
  assert.equal(zoomAt(FITTED, 1000).scale, 8);
});

test("a picture is not moved out of sight", () => {
  assert.deepEqual(bounded({ scale: 2, x: 9000, y: -9000 }, PICTURE, STAGE), { scale: 2, x: 400, y: -100 });
  assert.deepEqual(bounded({ scale: 1, x: 50, y: 50 }, PICTURE, STAGE), FITTED);
});

test("two fingers enlarge what is between them, and carry it along", () => {
  const zoom = pinched(FITTED, [{ x: -50, y: 0 }, { x: 50, y: 0 }], [{ x: -90, y: 0 }, { x: 110, y: 0 }]);
  assert.deepEqual(zoom, { scale: 2, x: 10, y: 0 });
  assert.equal(transformOf(zoom), "translate(10px, 0px) scale(2)");
  assert.equal(transformOf(FITTED), "");
});

test("a text is read by its mark, as UTF-8, or as older programs wrote it", () => {
  assert.equal(decodeText(new TextEncoder().encode("Тишина 🙂")), "Тишина 🙂");
  assert.equal(decodeText(Uint8Array.of(0xFF, 0xFE, 0x22, 0x04)), "Т");
  assert.equal(decodeText(Uint8Array.of(0xD2, 0xE8, 0xF8, 0xE8, 0xED, 0xE0), { lang: "ru" }), "Тишина");
  assert.equal(decodeText(Uint8Array.of(0x63, 0x61, 0x66, 0xE9)), "café");
});

test("a text in UTF-16 needs no mark, and a log may hold a zero", () => {
  const wide = (text, swapped) => Uint8Array.from([...text].flatMap((char) => {
    const [low, high] = [char.charCodeAt(0) & 0xFF, char.charCodeAt(0) >> 8];
    return swapped ? [high, low] : [low, high];
  }));
  for (const text of ["name;price\r\n", "Привет, мир", "你好，世界。\n"]) {
    assert.equal(decodeText(wide(text, false)), text);
    assert.equal(decodeText(wide(text, true)), text);
  }
  assert.equal(decodeText(wide("Привет, мир").subarray(0, 21), { cut: true }), "Привет, ми");
  assert.equal(decodeText(new TextEncoder().encode("GET / 200 \0 12 ms\n")), "GET / 200 \0 12 ms\n");
});

test("a character that the end cuts in two is left out", () => {
  const bytes = new TextEncoder().encode("Да");
  assert.equal(decodeText(bytes.subarray(0, 3), { cut: true }), "Д");
});

test("only the beginning of a long text is asked for, and it says so", async (t) => {
  const asked = [];
  t.mock.method(globalThis, "fetch", async (url, { headers }) => {
    asked.push(headers.Range);
    const long = url === "/long";
    const range = { "Content-Range": `bytes 0-4/${long ? 900_000 : 5}` };
    return new Response("quiet", { status: 206, headers: range });
  });
  assert.deepEqual(await loadText("/long"), { text: "quiet", cut: true });
  assert.deepEqual(await loadText("/short"), { text: "quiet", cut: false });
  assert.deepEqual(asked, ["bytes=0-262143", "bytes=0-262143"]);
});

test("a server that gives everything at once is not believed", async (t) => {
  t.mock.method(globalThis, "fetch", async () => new Response("a".repeat(MOST_BYTES + 9)));
  const { text, cut } = await loadText("/all");
  assert.deepEqual([text.length, cut], [MOST_BYTES, true]);
});

test("the page knows which files can be looked at", () => {
  const shown = ["audio/mpeg", "video/mp4", "application/pdf", "text/csv", "application/json"];
  assert.deepEqual(shown.map(fileView), ["audio", "video", "pdf", "text", "text"]);
  const others = ["video/x-matroska", "application/zip", "text/rtf", "image/tiff", "image/svg+xml", "audio/x-ms-wma"];
  assert.deepEqual(others.map(fileView), Array(6).fill(""));
});
