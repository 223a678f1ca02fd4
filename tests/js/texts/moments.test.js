/** Moments on the wire: all-day dates and instants. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, endOf, isDay, startOf } from "../../../static/js/texts/moments.js";

test("a day begins and ends at midnight of the reader's time zone", () => {
  assert.equal(isDay("2026-12-04"), true);
  assert.equal(startOf("2026-12-04"), new Date(2026, 11, 4).getTime());
  assert.equal(endOf("2026-12-31"), new Date(2027, 0, 1).getTime());
});

test("an instant begins and ends at itself", () => {
  const instant = "2026-12-04T15:00:00.000Z";
  assert.equal(isDay(instant), false);
  assert.equal(startOf(instant), Date.UTC(2026, 11, 4, 15));
  assert.equal(endOf(instant), startOf(instant));
});

test("the day of an instant is that of the reader's time zone", () => {
  assert.equal(dayOf(new Date(2026, 11, 4, 23, 59).toISOString()), "2026-12-04");
  assert.equal(dayOf("1970-01-01"), "1970-01-01");
});
