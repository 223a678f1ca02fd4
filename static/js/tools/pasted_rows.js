/** Understands pasted text as rows: the lines of a list, or the rows of a spreadsheet. Nothing here touches the page. */

import { visibleText } from "../texts/visible.js";

/**
 * `source` is the row as it was pasted, `rest` its further cells. `done` is that of a ticked box before the title.
 * @typedef {{ source: string, title: string, rest: string[], done: boolean }} Row
 */

const BULLET = /^\s*(?:[-*+•◦▪●○‣·–—][ \t\u00a0]+|[o§]\t)/;
const NUMBER = /^(\s*)(\d{1,3})[.)][ \t\u00a0]+/;
const BOX = /^\s*(?:\[([ xX])?\]|([☐☑☒✓✔✅]))\s+/;
/** Separates the cells of a row that is written as text. */
const NEEDS_QUOTES = /[\t\n"]/;

/** @param {string} text @returns {Row[]} without the empty ones */
export function rowsOf(text) {
  const sources = splitRows(text.replaceAll("\r\n", "\n").replaceAll("\r", "\n"));
  const bare = withoutMarkers(sources);
  return sources.flatMap((source, i) => {
    const [title, ...rest] = cellsOf(bare[i].text).map(visibleText).filter(Boolean);
    return title ? [{ source, title: title.replace(/\s+/g, " "), rest, done: bare[i].done }] : [];
  });
}

/** Writes cells as a spreadsheet copies them, so that `rowsOf` reads the same. @param {string[]} cells */
export function asRow(cells) {
  return cells.map((cell) => (NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join("\t");
}

/** Splits at the line breaks that are not inside of a quoted cell. @param {string} text */
function splitRows(text) {
  const rows = [];
  let start = 0;
  for (let at = 0; at <= text.length;) {
    const end = isCellStart(text, at) ? endOfQuotes(text, at) : -1;
    if (end > 0) at = end;
    else if (at === text.length || text[at] === "\n") { rows.push(text.slice(start, at)); start = ++at; }
    else at = nextEdge(text, at);
  }
  return rows.filter((row) => row.trim());
}

/** @param {string} row @returns {string[]} */
function cellsOf(row) {
  const cells = [];
  for (let at = 0; at <= row.length;) {
    const end = endOfQuotes(row, at);
    const stop = end > 0 ? end : indexOr(row, "\t", at, row.length);
    cells.push(end > 0 ? row.slice(at + 1, end - 1).replaceAll('""', '"') : row.slice(at, stop));
    at = stop + 1;
  }
  return cells;
}

/**
 * The end of a quoted cell that begins here, or -1. Spreadsheets quote a cell that has a line break, a tab or a doubled quote;
 * other quotes belong to the text.
 * @param {string} text
 * @param {number} at
 */
function endOfQuotes(text, at) {
  if (text[at] !== '"') return -1;
  let end = at + 1;
  for (; end < text.length; end += 1) {
    if (text[end] !== '"') continue;
    if (text[end + 1] === '"') end += 1;
    else break;
  }
  if (end >= text.length || ![undefined, "\t", "\n"].includes(text[end + 1])) return -1;
  const inside = text.slice(at + 1, end);
  return /[\t\n]|""/.test(inside) ? end + 1 : -1;
}

/** @param {string} text @param {number} at */
function isCellStart(text, at) {
  return at === 0 || text[at - 1] === "\n" || text[at - 1] === "\t";
}

/** The next line break, or the place after the next tab. @param {string} text @param {number} at */
function nextEdge(text, at) {
  const edge = /[\t\n]/g;
  edge.lastIndex = at;
  const found = edge.exec(text)?.index ?? text.length;
  return text[found] === "\t" ? found + 1 : found;
}

/** @param {string} text @param {string} what @param {number} from @param {number} otherwise */
function indexOr(text, what, from, otherwise) {
  const at = text.indexOf(what, from);
  return at < 0 ? otherwise : at;
}

/**
 * Takes bullets, numbers and boxes off if every row has one: otherwise they belong to the text.
 * @param {string[]} rows
 * @returns {{ text: string, done: boolean }[]}
 */
function withoutMarkers(rows) {
  const marked = rows.map(readMarker);
  const isList = rows.length > 1 && marked.every(({ text, has }) => has && text.trim()) && areCounted(rows);
  return marked.map(({ text, done }, i) => (isList ? { text, done } : { text: rows[i], done: false }));
}

/** @param {string} row */
function readMarker(row) {
  const listed = row.replace(BULLET, "").replace(NUMBER, "");
  const box = BOX.exec(listed);
  const text = box ? listed.slice(box[0].length) : listed;
  return { text, has: text !== row, done: Boolean(box && /[xX☑☒✓✔✅]/.test(box[0])) };
}

/** Do numbered rows count up, level by level? Dates such as "24. December" do not. @param {string[]} rows */
function areCounted(rows) {
  /** @type {Map<number, number>} */
  const last = new Map();
  return rows.every((row) => {
    const [, indent = "", number = ""] = NUMBER.exec(row) ?? [];
    const [level, n, before] = [indent.length, Number(number), last.get(indent.length)];
    if (!number) return true;
    last.set(level, n);
    return before === undefined || n === 1 || n === before + 1;
  });
}
