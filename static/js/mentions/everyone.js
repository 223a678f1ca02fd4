/** The words that call everyone: who may use them, and how they are offered. Uses no DOM. */

import { fill, gettext } from "../page/i18n.js";
import { fold } from "../texts/fold.js";
import { mentionAt } from "./query.js";

/** @typedef {{ word: string, about: string }} GroupWord */

/** As in projects/mentions/everyone.py. */
const MAX_CALLED = 200;
const WORDS = { all: ["all", "все"], here: ["here", "здесь"] };
const CALL = /[@＠](all|все|here|здесь)(?![\p{L}\p{M}\p{N}_@＠]|['’./\\:‐-][\p{L}\p{N}])/giu;
/** Roles that may call everyone, by the project's setting. @type {Record<string, string[]>} */
const ALLOWED = { admins: ["admin", "owner"], members: ["member", "admin", "owner"] };

/**
 * The words that begin with the query, in the language of the page.
 * @param {string} query
 * @param {{ setting: string, role: string, language: string, names: string[] }} place `names` are those of all members
 * @returns {GroupWord[]}
 */
export function matchingWords(query, { setting, role, language, names }) {
  if (!ALLOWED[setting]?.includes(role) || names.length < 2 || names.length > MAX_CALLED + 1) return [];
  const wanted = fold(query);
  const taken = new Set(names.map(fold));
  return Object.entries(WORDS)
    .filter(([, words]) => words.some((word) => word.startsWith(wanted)) && !words.some((word) => taken.has(word)))
    .map(([kind, words]) => ({ word: words[language === "ru" ? 1 : 0], about: aboutOf(kind) }));
}

/**
 * Why a word for everyone in a text notifies no one; "" where there is none, or it does. As in projects/mentions/uncalled.py.
 * A word in `before`, those that call people from the text as it was saved, goes on to call them.
 * @param {string} text
 * @param {{ setting: string, role: string, names: string[], before?: string }} place
 */
export function uncalledNote(text, { setting, role, names, before = "" }) {
  const word = !setting || ALLOWED[setting]?.includes(role) ? "" : newWord(text, before, names);
  if (!word) return "";
  return fill(
    setting === "nobody"
      ? gettext("%(word)s notifies no one: mentioning everyone is turned off in this project.")
      : gettext("%(word)s notifies no one: only admins can mention everyone in this project."),
    { word },
  );
}

/** The same in the description of a card, whoever writes it. @param {string} text @param {{ names: string[], before?: string }} place */
export function descriptionNote(text, { names, before = "" }) {
  const word = newWord(text, before, names);
  return word && fill(gettext("%(word)s notifies no one in a description. Write a comment to notify people."), { word });
}

/**
 * The first word for everyone that is not in `before`, with its "@".
 * @param {string} text
 * @param {string} before
 * @param {string[]} names of all members
 */
function newWord(text, before, names) {
  const taken = new Set(names.map(fold));
  const words = wordsIn(text, taken);
  const known = new Set(words.length ? wordsIn(before, taken).map(kindOf) : []);
  const word = words.find((each) => !known.has(kindOf(each)));
  return word ? `@${word}` : "";
}

/** @param {string} text @param {Set<string>} taken */
function wordsIn(text, taken) {
  return [...text.matchAll(CALL)]
    .filter(({ 0: all, 1: word, index }) => !taken.has(fold(word)) && mentionAt(text, index + all.length)?.start === index)
    .map(({ 1: word }) => word);
}

/** @param {string} word */
function kindOf(word) {
  return WORDS.all.includes(fold(word)) ? "all" : "here";
}

/** @param {string} kind */
function aboutOf(kind) {
  return kind === "all" ? gettext("Everyone in the project") : gettext("Everyone who has the project open now");
}
