/** Two texts that grew from one: what changed in each, and both together. Knows no DOM. */

import { diff3Merge, diffComm } from "../../vendor/node-diff3/diff3.mjs";

/** @typedef {{ ok?: string[], conflict?: { a: string[], o: string[], b: string[] }, common?: string[], buffer1?: string[], buffer2?: string[] }} Part */
/** @typedef {{ mark: " " | "+" | "-", line: string }} Line */

/**
 * Both changes in one text. Where both changed the same lines, both wordings stay, theirs first: no letter is lost.
 * @param {string} base @param {string} mine @param {string} theirs @returns {{ text: string, clashes: number }}
 */
export function mergeTexts(base, mine, theirs) {
  /** @type {string[]} */
  const lines = [];
  let clashes = 0;
  for (const part of /** @type {Part[]} */ (diff3Merge(split(mine), split(base), split(theirs), {}))) {
    if (part.ok) lines.push(...part.ok);
    else if (part.conflict) {
      const both = interleaved(part.conflict);
      lines.push(...both.lines);
      clashes += Number(both.clash);
    }
  }
  return { text: lines.join("\n"), clashes };
}

/** Lines that lie beside each other and were changed by both. @param {NonNullable<Part["conflict"]>} conflict @returns {{ lines: string[], clash: boolean }} */
function interleaved({ a: mine, o: base, b: theirs }) {
  const paired = mine.length === base.length && theirs.length === base.length;
  if (!paired) return { lines: [...theirs, ...mine.filter((line) => !theirs.includes(line))], clash: true };
  const settledLines = base.map((line, i) => mergeField(line, mine[i], theirs[i]));
  const lines = settledLines.flatMap(({ value, clash }, i) => (clash ? [theirs[i], mine[i]] : [value]));
  return { lines, clash: settledLines.some(({ clash }) => clash) };
}

/** Line by line, what came and what went. @param {string} before @param {string} after @returns {Line[]} */
export function changesBetween(before, after) {
  return /** @type {Part[]} */ (diffComm(split(before), split(after))).flatMap((part) => {
    if (part.common) return marked(" ", part.common);
    return [...marked("-", part.buffer1 ?? []), ...marked("+", part.buffer2 ?? [])];
  });
}

/**
 * One field that two people changed: what stands in it now, and whether a person has to choose.
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
