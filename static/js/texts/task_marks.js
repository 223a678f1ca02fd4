/** Marks of tasks in Markdown: "[ ]" and "[x]". A mark can change without moving the rest of the text. */

const MARK = /^\[[ xX]\]$/;
const MARKS = /\[[ xX]\]/g;

/**
 * The text with one task ticked or not; null if no mark stands there.
 * @param {string} text
 * @param {number} at the place of the mark, in code points, as the server counts
 * @param {boolean} done
 */
export function withMark(text, at, done) {
  const place = [...text].slice(0, at).join("").length;
  return MARK.test(text.slice(place, place + 3)) ? replaced(text, place, done) : null;
}

/** Is the task at this place ticked? @param {readonly string[]} signs the code points of the text @param {number} at */
export function isTicked(signs, at) {
  return /^x$/i.test(signs[at + 1] ?? "");
}

/** Do two texts differ in marks of tasks alone? @param {string | undefined} before @param {string | undefined} after */
export function differInMarks(before, after) {
  if (before === undefined || after === undefined || before === after || before.length !== after.length) return false;
  return before.replace(MARKS, "[ ]") === after.replace(MARKS, "[ ]");
}

/**
 * Makes the same ticks in a newer text. A task is known by its words, and among equal ones by its number.
 * @param {string} before
 * @param {string} after the text before with some marks changed
 * @param {string} newer
 * @returns {string | null} null if a task is no longer there
 */
export function carryMarks(before, after, newer) {
  let text = newer;
  for (const { index } of before.matchAll(MARKS)) {
    if (after[index + 1] === before[index + 1]) continue;
    const words = wordsAt(before, index);
    const place = tasksLike(text, words)[tasksLike(before, words).indexOf(index)];
    if (place === undefined) return null;
    text = replaced(text, place, after[index + 1] !== " ");
  }
  return text;
}

/** Places of the marks with these words behind them. @param {string} text @param {string} words */
function tasksLike(text, words) {
  return [...text.matchAll(MARKS)].map(({ index }) => index).filter((index) => wordsAt(text, index) === words);
}

/** The rest of the line behind a mark. @param {string} text @param {number} place */
function wordsAt(text, place) {
  const end = text.indexOf("\n", place);
  return text.slice(place + 3, end < 0 ? undefined : end).trim();
}

/** @param {string} text @param {number} place @param {boolean} done */
function replaced(text, place, done) {
  return `${text.slice(0, place)}[${done ? "x" : " "}]${text.slice(place + 3)}`;
}
