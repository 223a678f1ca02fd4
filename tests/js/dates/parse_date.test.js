/** Typed dates in both languages. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMoment } from "../../../static/js/dates/parse_date.js";

// A Tuesday.
const NOW = new Date(2026, 11, 1, 10, 30);
const parse = (text, more) => {
  const found = parseMoment(text, { now: NOW, ...more });
  return found && [found.day, found.time].filter(Boolean).join(" ");
};

const CASES = {
  "today": "2026-12-01", "Сегодня": "2026-12-01", "tom": "2026-12-02", "завтра": "2026-12-02", "послезавтра": "2026-12-03",
  "fri": "2026-12-04", "Friday": "2026-12-04", "пт": "2026-12-04", "в пятницу": "2026-12-04", "пятница": "2026-12-04",
  "on fri": "2026-12-04", "tue": "2026-12-08", "вт": "2026-12-08", "mon": "2026-12-07", "в понедельник": "2026-12-07",
  "next fri": "2026-12-11", "следующая пятница": "2026-12-11", "в следующую пятницу": "2026-12-11",
  "next week": "2026-12-07", "на следующей неделе": "2026-12-07", "weekend": "2026-12-05", "выходные": "2026-12-05",
  "next month": "2027-01-01", "в следующем месяце": "2027-01-01", "end of month": "2026-12-31", "конец месяца": "2026-12-31",
  "к концу недели": "2026-12-04",
  "12 dec": "2026-12-12", "dec 12": "2026-12-12", "12 декабря": "2026-12-12", "12 дек": "2026-12-12", "12 дек.": "2026-12-12",
  "12 nov": "2027-11-12", "1 января": "2027-01-01", "12 дек 2027": "2027-12-12", "Dec 12, 2027": "2027-12-12", "31st march": "2027-03-31",
  "29 feb": "2028-02-29", "5 мая": "2027-05-05", "12-го декабря": "2026-12-12",
  "12.12": "2026-12-12", "12.12.2027": "2027-12-12", "12.12.27": "2027-12-12", "31/12": "2026-12-31", "2026-12-31": "2026-12-31",
  "15": "2026-12-15", "1": "2026-12-01", "31": "2026-12-31",
  "in 3 days": "2026-12-04", "через 3 дня": "2026-12-04", "через неделю": "2026-12-08", "in a week": "2026-12-08", "+3d": "2026-12-04",
  "2w": "2026-12-15", "2 недели": "2026-12-15", "через месяц": "2027-01-01", "in 2 months": "2027-02-01", "через год": "2027-12-01",
  "15:00": "2026-12-01 15:00", "9:00": "2026-12-02 09:00", "3pm": "2026-12-01 15:00", "at 9": "2026-12-02 09:00",
  "fri 15:00": "2026-12-04 15:00", "fri 3pm": "2026-12-04 15:00", "в пятницу в 15:00": "2026-12-04 15:00",
  "в пятницу в 15": "2026-12-04 15:00", "завтра в 9 часов": "2026-12-02 09:00", "12 dec at noon": "2026-12-12 12:00",
  "12am tomorrow": "2026-12-02 00:00", "tomorrow, 12 pm": "2026-12-02 12:00", "полдень": "2026-12-01 12:00",
};

for (const [text, expected] of Object.entries(CASES)) {
  test(`“${text}” is ${expected}`, () => assert.equal(parse(text), expected));
}

test("in America the month comes first, where a slash divides them", () => {
  assert.equal(parse("12/4", { isMonthFirst: true }), "2026-12-04");
  assert.equal(parse("4.12", { isMonthFirst: true }), "2026-12-04");
});

test("what is no date is none", () => {
  const texts = ["", "  ", "soon", "f", "31 feb", "32", "13/13", "25:00", "12 dec 1969", "1.1.2201", "fri sat", "dec"];
  for (const text of [...texts, "a".repeat(5000)]) assert.equal(parse(text), null, text);
});

test("any hundred characters take no time to speak of", () => {
  const began = performance.now();
  for (const piece of ["1 ", "in ", "в ", "след ", ":", "1.1.", "кон ", "12 dec "]) parse(piece.repeat(100 / piece.length));
  assert.ok(performance.now() - began < 200);
});
