/** Three-way merge of two texts with a common base, and their differences. Uses no DOM. */

import { diff3Merge, diffComm } from "../../vendor/node-diff3/diff3.mjs";

/**
 * @typedef {{ ok?: string[], conflict?: { a: string[], o: string[], b: string[] }, common?: string[], buffer1?: string[],
 *   buffer2?: string[] }} Part
 */
/** @typedef {{ mark: " " | "+" | "-", line: string }} Line */

/** Pairs of equal lines that a comparison looks through; this many take about a third of a second. */
const MAX_PAIRS = 200_000;

/**
 * Merges two texts. Where both changed the same lines, both versions stay, theirs first. Texts that would take long
 * to compare clash as a whole.
 * @param {string} base @param {string} mine @param {string} theirs @returns {{ text: string, clashes: number }}
 */
export function mergeTexts(base, mine, theirs) {
  /** @type {string[]} */
  const lines = [];
  let clashes = 0;
  for (const part of mergedParts(split(mine), split(base), split(theirs))) {
    if (part.ok) lines.push(...part.ok);
    else if (part.conflict) {
      const both = interleaved(part.conflict);
      lines.push(...both.lines);
      clashes += Number(both.clash);
    }
  }
  return { text: lines.join("\n"), clashes };
}

/** @param {string[]} mine @param {string[]} base @param {string[]} theirs @returns {Part[]} */
function mergedParts(mine, base, theirs) {
  if (isCostly(mine, base) || isCostly(theirs, base)) return [{ conflict: { a: mine, o: [], b: theirs } }];
  return /** @type {Part[]} */ (diff3Merge(mine, base, theirs, {}));
}

/** Whether lines repeat so often that comparing the texts would freeze the page. @param {string[]} a @param {string[]} b */
function isCostly(a, b) {
  const count = new Map();
  for (const line of a) count.set(line, (count.get(line) ?? 0) + 1);
  let pairs = 0;
  for (const line of b) pairs += count.get(line) ?? 0;
  return pairs > MAX_PAIRS;
}

/**
 * Merges a block of lines that both changed.
 * @param {NonNullable<Part["conflict"]>} conflict
 * @returns {{ lines: string[], clash: boolean }}
 */
function interleaved({ a: mine, o: base, b: theirs }) {
  const paired = mine.length === base.length && theirs.length === base.length;
  if (!paired) {
    const known = new Set(theirs);
    return { lines: [...theirs, ...mine.filter((line) => !known.has(line))], clash: true };
  }
  const settledLines = base.map((line, i) => mergeField(line, mine[i], theirs[i]));
  const lines = settledLines.flatMap(({ value, clash }, i) => (clash ? [theirs[i], mine[i]] : [value]));
  return { lines, clash: settledLines.some(({ clash }) => clash) };
}

/** The added, removed and common lines. @param {string} before @param {string} after @returns {Line[]} */
export function changesBetween(before, after) {
  const [old, fresh] = [split(before), split(after)];
  if (isCostly(old, fresh)) return [...marked("-", old), ...marked("+", fresh)];
  return /** @type {Part[]} */ (diffComm(old, fresh)).flatMap((part) => {
    if (part.common) return marked(" ", part.common);
    return [...marked("-", part.buffer1 ?? []), ...marked("+", part.buffer2 ?? [])];
  });
}

/**
 * Merges a field as a whole: the value to show, and whether the user has to choose.
 * @param {string} base @param {string} mine @param {string} theirs @returns {{ value: string, clash: boolean }}
 */
export function mergeField(base, mine, theirs) {
  if (theirs === base || theirs === mine) return { value: mine, clash: false };
  return mine === base ? { value: theirs, clash: false } : { value: mine, clash: true };
}

/** @param {Line["mark"]} mark @param {string[]} lines @returns {Line[]} */
function marked(mark, lines) {
  return lines.map((line) => ({ mark, line }));
}

/** @param {string} text */
function split(text) {
  return text.split("\n");
}
