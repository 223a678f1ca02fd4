import assert from "node:assert/strict";
import { test } from "node:test";

import { formatSize } from "../../../static/js/files/file_facts.js";
import { formatLocale } from "../../../static/js/page/i18n.js";
import { dueText } from "../../../static/js/page/time.js";

const NOW = new Date(2026, 10, 23, 12, 0).getTime();
const LATER = new Date(2027, 0, 12, 18, 30).getTime();
const FRIDAY = new Date(2026, 10, 27, 18, 30).getTime();

/** @param {string[]} languages the browser's @param {string} [formats] the profile's @param {string} [lang] the page's */
function read(languages, formats = "", lang = "en") {
  Object.defineProperty(globalThis, "navigator", { value: { languages }, configurable: true });
  globalThis.document = /** @type {any} */ ({ documentElement: { lang, dataset: formats ? { formats } : {} } });
  return dueText(LATER, NOW, lang, { full: true }).text.replace(/[\u202f\u00a0]/g, " ");
}

test("dates are those of the browser's region, in the language of the page", () => {
  assert.equal(read(["en-US", "en"]), "Jan 12, 2027, 6:30 PM");
  assert.equal(read(["en"]), "Jan 12, 2027, 6:30 PM");
  assert.equal(read(["en-GB", "en"]), "12 Jan 2027, 18:30");
  assert.equal(read(["de-DE", "en-US", "en"]), "12 Jan 2027, 18:30");
  assert.equal(read(["ru"]), "12 Jan 2027, 18:30");
  assert.equal(read(["en-US"], "", "ru"), "12 янв. 2027 г., 18:30");
  assert.equal(read(["zh-Hans-CN"]), "12 Jan 2027, 18:30");
});

test("the profile's choice comes before the browser's", () => {
  assert.equal(read(["en-US"], "en-GB"), "12 Jan 2027, 18:30");
  assert.equal(read(["en-GB"], "en-US"), "Jan 12, 2027, 6:30 PM");
  assert.equal(read(["en-US"], "de-DE"), "12. Jan. 2027, 18:30");
  assert.equal(read(["en-US"], "ru-RU"), "12 янв. 2027 г., 18:30");
});

test("ISO writes digits, and days of the week in the language of the page", () => {
  assert.equal(read(["en-US"], "iso"), "2027-01-12, 18:30");
  assert.equal(dueText(FRIDAY, NOW, "en", { full: true }).text, "Friday, 18:30");
  assert.equal(formatSize(1.5 * 1024 ** 2), "1.5 MB");
});

test("numbers follow too", () => {
  read(["en-US"], "de-DE");
  assert.equal(formatSize(1.5 * 1024 ** 2), "1,5 MB");
  read(["en-GB"]);
  assert.equal(formatSize(1.5 * 1024 ** 2), "1.5 MB");
});

test("an odd language of the browser breaks nothing", () => {
  for (const languages of [[], ["c"], ["en-US@posix"], ["x-klingon"]]) assert.match(read(languages), /2027/);
  assert.equal(formatLocale("en"), "en-US");
});
