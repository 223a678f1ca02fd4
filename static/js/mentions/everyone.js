/** The words that call everyone: who may use them, and how they are offered. Uses no DOM. */

import { gettext } from "../page/i18n.js";
import { fold } from "../texts/fold.js";

/** @typedef {{ word: string, about: string }} GroupWord */

/** As in projects/mentions/everyone.py. */
const MAX_CALLED = 200;
const WORDS = { all: ["all", "все"], here: ["here", "здесь"] };
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

/** @param {string} kind */
function aboutOf(kind) {
  return kind === "all" ? gettext("Everyone in the project") : gettext("Everyone who has the project open now");
}
