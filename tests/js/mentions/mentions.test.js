import assert from "node:assert/strict";
import { test } from "node:test";
import { descriptionNote, matchingWords, uncalledNote } from "../../../static/js/mentions/everyone.js";
import { mentionAt, completeMention, matchingMembers } from "../../../static/js/mentions/query.js";

test("a name is asked for from an @ that begins a word", () => {
  assert.deepEqual(mentionAt("hi @ma", 6), { start: 3, query: "ma" });
  assert.deepEqual(mentionAt("@", 1), { start: 0, query: "" });
  assert.deepEqual(mentionAt("(@Ada Lo", 8), { start: 1, query: "Ada Lo" });
  assert.equal(mentionAt("me@example.com", 14), null);
  assert.equal(mentionAt("no name", 7), null);
  assert.equal(mentionAt("@ada\nnext", 9), null);
  assert.equal(mentionAt("@ ", 2), null);
  assert.deepEqual(mentionAt("@ma later", 3), { start: 0, query: "ma" });
});

test("members fit by the beginning of any part of their name", () => {
  const people = ["Mara Lindqvist", "Omar Maas", "Дина Соколова", "Bob Marley"].map((displayName) => ({ displayName }));
  const names = (query) => matchingMembers(people, query).map(({ displayName }) => displayName);
  assert.deepEqual(names("ma"), ["Mara Lindqvist", "Bob Marley", "Omar Maas"]);
  assert.deepEqual(names("сок"), ["Дина Соколова"]);
  assert.deepEqual(names("bob mar"), ["Bob Marley"]);
  assert.deepEqual(names("z"), []);
  assert.equal(names("").length, 4);
});

test("the chosen name takes the place of what was typed", () => {
  assert.deepEqual(completeMention("hi @ma there", 3, 6, "Mara"), { text: "hi @Mara there", caret: 9 });
  assert.deepEqual(completeMention("@", 0, 1, "Bob Marley"), { text: "@Bob Marley ", caret: 12 });
});

/** The query that is typed at the end of a text. */
const queryAt = (text) => mentionAt(text, text.length)?.query ?? null;

test("names are asked for beside scripts without blanks, and with an @ of full width", () => {
  for (const text of ["你好@ev", "＠ev", "これは@ev", "สวัสดี@ev", "ที่@ev", "안녕@ev", "👋@ev", "a\n@ev", "`a` @ev", "> a\n\n@ev"]) {
    assert.equal(queryAt(text), "ev", text);
  }
});

test("nobody is offered where nobody would be called", () => {
  const code = ["`@ev", "`a` `@ev", "```\n@ev", "~~~\na\n@ev", "    @ev", "a\n\n\t@ev"];
  const addresses = ["me@ev", "é@ev", "e\u0301@ev", "https://a.b/@ev", "https://a.b/c:@ev", "www.a.b?@ev", "npm/@ev", "user_@ev"];
  for (const text of [...code, ...addresses, "\\@ev", "@@ev", "＠@ev", "> @ev", "> a @ev"]) assert.equal(queryAt(text), null, text);
  assert.equal(queryAt("```\na\n```\n@ev"), "ev");
  assert.equal(mentionAt("@", 0), null);
});

test("members fit without accents, with ё as е, and by several words", () => {
  const people = ["José Núñez", "Пётр Чайковский", "Jean-Luc Picard", "李明"].map((displayName) => ({ displayName }));
  const names = (query) => matchingMembers(people, query).map(({ displayName }) => displayName);
  assert.deepEqual(names("jose n"), ["José Núñez"]);
  assert.deepEqual(names("NUNEZ"), ["José Núñez"]);
  assert.deepEqual(names("петр\u00a0ч"), ["Пётр Чайковский"]);
  assert.deepEqual(names("luc pic"), ["Jean-Luc Picard"]);
  assert.deepEqual(names("李"), ["李明"]);
  assert.deepEqual(names("jose "), ["José Núñez"]);
  assert.deepEqual(names("josen"), []);
});

test("the words for everyone are offered to those who may use them", () => {
  const place = { setting: "admins", role: "admin", language: "en", names: ["Ada", "Bob"] };
  const words = (query, more = {}) => matchingWords(query, { ...place, ...more }).map(({ word }) => word);
  assert.deepEqual(words(""), ["all", "here"]);
  assert.deepEqual(words("H"), ["here"]);
  assert.deepEqual(words("в", { language: "ru" }), ["все"]);
  assert.deepEqual(words("a", { language: "ru" }), ["все"]);
  assert.deepEqual(words("", { role: "member" }), []);
  assert.deepEqual(words("", { role: "member", setting: "members" }), ["all", "here"]);
  for (const no of [{ role: "viewer", setting: "members" }, { setting: "nobody" }, { setting: "" }, { names: ["Ada"] }]) {
    assert.deepEqual(words("", no), []);
  }
  assert.deepEqual(words("", { names: ["Ada", "All"] }), ["here"]);
  assert.deepEqual(words("", { names: Array.from({ length: 202 }, (_, n) => `P${n}`) }), []);
});

test("a word for everyone that notifies no one is spoken of", () => {
  const place = { setting: "admins", role: "member", names: ["Ada", "Bob"] };
  const note = (text, more = {}) => uncalledNote(text, { ...place, ...more });
  for (const text of ["@here", "look, @All!", "@здесь", "＠all", "`code` @here", "> quote\n\n@all.", "(@here)"]) {
    assert.match(note(text), /^@\p{L}+ notifies no one: only admins/u, text);
  }
  for (const text of ["", "here", "me@here", "`@here`", "> @here", "@hereafter", "@all-hands", "@@all", "\\@here", "@all.com"]) {
    assert.equal(note(text), "", text);
  }
  assert.match(note("@here", { setting: "nobody" }), /turned off/);
  assert.match(note("@here", { setting: "nobody", role: "owner" }), /turned off/);
  for (const more of [{ role: "admin" }, { setting: "members" }, { setting: "" }, { names: ["Ada", "Here"] }]) {
    assert.equal(note("@here", more), "");
  }
  assert.equal(note("@here again", { before: "@здесь" }), "");
  assert.match(note("@here @all", { before: "@Here" }), /^@all/);
  assert.match(note("@here", { before: "`@here`" }), /^@here/);
  assert.equal(descriptionNote("@all!", { ...place, before: "@all" }), "");
  assert.match(descriptionNote("@all", place), /^@all notifies no one in a description/);
  assert.equal(descriptionNote("ally", place), "");
});
