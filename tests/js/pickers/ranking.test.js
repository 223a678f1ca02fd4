/** Choices that match a typed text, best first. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { matchOptions } from "../../../static/js/pickers/ranking.js";

const PEOPLE = ["Dana Bob", "Bob Marley", "Åsa Jacobsson", "Пётр"].map((name) => ({ name }));
const names = (text) => matchOptions(PEOPLE, text).map(({ name }) => name);

test("nothing typed leaves all, in their order", () => {
  assert.deepEqual(names("  "), PEOPLE.map(({ name }) => name));
});

test("what begins with the text comes before a later word, and that before the middle of one", () => {
  assert.deepEqual(names("bob"), ["Bob Marley", "Dana Bob", "Åsa Jacobsson"].filter((name) => /bob/i.test(name)));
  assert.deepEqual(names("ob"), ["Dana Bob", "Bob Marley", "Åsa Jacobsson"]);
});

test("accents and case make no difference", () => {
  assert.deepEqual(names("ASA"), ["Åsa Jacobsson"]);
  assert.deepEqual(names("петр"), ["Пётр"]);
});
