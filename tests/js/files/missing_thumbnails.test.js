import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { JSDOM } from "jsdom";

/** @type {HTMLImageElement} */
let image;

beforeEach(async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { window } = new JSDOM('<img src="/api/v1/files/f/thumbnail" loading="lazy"><img id="other" src="/logo.png">', {
    url: "http://board.test/",
  });
  Object.assign(globalThis, { window, document: window.document, HTMLImageElement: window.HTMLImageElement });
  const { watchThumbnails } = await import("../../../static/js/files/missing_thumbnails.js");
  watchThumbnails();
  image = window.document.querySelector("img");
});
afterEach(() => mock.timers.reset());

const fires = (type, target = image) => target.dispatchEvent(new window.Event(type));
const isMissing = () => image.classList.contains("is-missing");

/** How often the image is asked for again within the given time. */
function asksWithin(milliseconds) {
  let asks = 0;
  Object.defineProperty(image, "src", {
    configurable: true,
    get: () => "http://board.test/api/v1/files/f/thumbnail",
    set: () => { asks += 1; },
  });
  mock.timers.tick(milliseconds);
  return asks;
}

test("a thumbnail that is not there is marked, asked for again, and shown when it comes", () => {
  fires("error");
  assert.equal(isMissing(), true);
  assert.equal(asksWithin(3_000), 1);
  assert.equal(image.loading ?? image.getAttribute("loading"), "eager");
  fires("load");
  assert.equal(isMissing(), false);
});

test("after five tries it is left alone", () => {
  let asks = 0;
  for (let turn = 0; turn < 10; turn += 1) { fires("error"); asks += asksWithin(60_000); }
  assert.equal(asks, 5);
  assert.equal(isMissing(), true);
});

test("a thumbnail that has left the page is not asked for, and other images never are", () => {
  fires("error");
  image.remove();
  assert.equal(asksWithin(60_000), 0);
  const other = document.getElementById("other");
  fires("error", other);
  assert.equal(other.classList.contains("is-missing"), false);
});
