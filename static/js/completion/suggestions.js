/** What may stand at the caret of a search field: operators such as `label:`, and their values. The server knows them. */

import { request } from "../page/requests.js";
import { trusted } from "../page/trusted_html.js";

/** @typedef {{ start: number, end: number, word: string }} Unfinished */

const SHORTEST = 2;
/** The last word before the caret, with the blanks of a value in quotes. */
const LAST = /(?:^|\s)(-?(?:\p{L}+:)?(?:["“„«][^"”»]*|[^\s"“„«]*))$/u;

/**
 * The word at the caret, if it is an operator or the beginning of one.
 * @param {string} text
 * @param {number} caret
 * @param {string[]} operators their names, in lower case
 * @returns {Unfinished | null}
 */
export function unfinishedAt(text, caret, operators) {
  const word = LAST.exec(text.slice(0, caret))?.[1] ?? "";
  const name = word.replace(/^-/, "").toLowerCase();
  const typed = name.split(":")[0];
  const isOperator = name.includes(":")
    ? operators.includes(typed)
    : typed.length >= SHORTEST && operators.some((each) => each.startsWith(typed));
  if (!isOperator) return null;
  const rest = /["“„«]/.test(word) ? /^[^"”»]*["”»]?/ : /^\S*/;
  return { start: caret - word.length, end: caret + (rest.exec(text.slice(caret))?.[0].length ?? 0), word };
}

/**
 * @param {HTMLInputElement} field with the address of the completions, and the operators
 * @returns {Unfinished | null}
 */
export function unfinishedIn(field) {
  const { value, selectionStart, selectionEnd, dataset } = field;
  if (selectionStart === null || selectionStart !== selectionEnd) return null;
  return unfinishedAt(value, selectionStart, (dataset.operators ?? "").split(" "));
}

/**
 * The options for a word. None if the server cannot be asked: suggestions are a convenience.
 * @param {HTMLInputElement} field
 * @param {Unfinished} unfinished
 * @param {AbortSignal} signal
 * @returns {Promise<HTMLElement[]>}
 */
export async function fetchOptions(field, { word }, signal) {
  try {
    const url = new URL(field.dataset.completes ?? "", location.href);
    url.searchParams.set("word", word);
    const response = await request(url.pathname + url.search, { signal });
    const fresh = response.ok && !signal.aborted ? trusted(await response.text()) : null;
    return fresh ? /** @type {HTMLElement[]} */ ([...document.importNode(fresh, true).querySelectorAll("[role=option]")]) : [];
  } catch {
    return [];
  }
}

/** Puts an option in the place of the word at the caret. @param {HTMLInputElement} field @param {HTMLElement} option */
export function accept(field, option) {
  const place = unfinishedIn(field);
  if (!place) return;
  const { insert = "" } = option.dataset;
  // One blank after a value, whatever follows.
  const end = insert.endsWith(" ") && field.value[place.end] === " " ? place.end + 1 : place.end;
  field.setRangeText(insert, place.start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText", data: insert }));
}
