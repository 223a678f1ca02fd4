/** Choices that match a typed text: those that begin with it first, then those with a word that does, then the others. */

import { fold } from "../texts/fold.js";

/** @template {{ name: string, note?: string }} T @param {T[]} options @param {string} text @returns {T[]} */
export function matchOptions(options, text) {
  const wanted = fold(text);
  if (!wanted) return options;
  const ranked = options.map((option) => ({ option, rank: rankOf(fold(`${option.name} ${option.note ?? ""}`), wanted) }));
  return ranked.filter(({ rank }) => rank < NO_MATCH).sort((a, b) => a.rank - b.rank).map(({ option }) => option);
}

const NO_MATCH = 3;

/** @param {string} name @param {string} wanted */
function rankOf(name, wanted) {
  if (name.startsWith(wanted)) return 0;
  if (name.includes(` ${wanted}`)) return 1;
  return name.includes(wanted) ? 2 : NO_MATCH;
}
