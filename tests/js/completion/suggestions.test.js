import assert from "node:assert/strict";
import { test } from "node:test";
import { unfinishedAt } from "../../../static/js/completion/suggestions.js";

const OPERATORS = ["author", "in", "label", "due", "метка"];
/** The word at the "|", and what an option replaces. */
const at = (text) => {
  const caret = text.indexOf("|");
  const plain = text.replace("|", "");
  const found = unfinishedAt(plain, caret, OPERATORS);
  return found && [found.word, plain.slice(found.start, found.end)];
};

test("the name of an operator is completed from two letters on, at the caret, in any capitals", () => {
  assert.deepEqual(at("lamp la|"), ["la", "la"]);
  assert.deepEqual(at("lamp LAB|"), ["LAB", "LAB"]);
  assert.deepEqual(at("ме|"), ["ме", "ме"]);
  assert.deepEqual(at("-la| lamp"), ["-la", "-la"]);
  for (const text of ["|", "l|", "lamp|", "label |", "xla|", "la |"]) assert.equal(at(text), null, text);
});

test("a value is completed from its first letter on, with its sign and in its quotes", () => {
  assert.deepEqual(at("label:|"), ["label:", "label:"]);
  assert.deepEqual(at("lamp -label:bu|"), ["-label:bu", "-label:bu"]);
  assert.deepEqual(at("due:<fri|"), ["due:<fri", "due:<fri"]);
  assert.deepEqual(at('author:"Ada L| x'), ['author:"Ada L', 'author:"Ada L x']);
  assert.deepEqual(at('author:"Ada L|ove" x'), ['author:"Ada L', 'author:"Ada Love"']);
  assert.deepEqual(at("метка:«в раб|"), ["метка:«в раб", "метка:«в раб"]);
  for (const text of ["http://ex|", "note:th|", '"label:bu|', "label:bug |", 'author:"Ada" |']) assert.equal(at(text), null, text);
});

test("in the middle of a word the whole word is replaced", () => {
  assert.deepEqual(at("la|bel:bug lamp"), ["la", "label:bug"]);
  assert.deepEqual(at("label:b|ug lamp"), ["label:b", "label:bug"]);
});
