/** Counts the characters of a text as the server does (core/wire.py), and cuts texts between visible characters. */

/**
 * How the server cleans a kind of text before it counts: a `name` (core/names.py), `prose` of several lines, `raw` as it is.
 * @typedef {"name" | "prose" | "text" | "raw"} Kind
 */

/* eslint no-control-regex: off, no-misleading-character-class: off -- controls and joiners are what is looked for */

/** White space as Python trims it, which differs from `trim()`. */
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const OUTER = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
const IS_SPACE = new RegExp(`^[${SPACE}]$`);
const BREAKS = /[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]/g;
/** Controls and marks of direction: the server takes them out of prose. */
const STRIPPED = /[\x01-\x08\v\f\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;
const REGION_TAGS = /(?<=\u{1f3f4})[\u{e0030}-\u{e007a}]{1,12}\u{e007f}/gu;
const SELECTOR = /^[\ufe00-\ufe0f\u180b-\u180d\u{e0100}-\u{e01ef}]$/u;
const BLANK = /^[\u2800\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\xad]$/;
const FORMAT = /^[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]$/u;
const VISIBLE_FORMAT = /^[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]$/u;
const JOINER = /^[\u200c\u200d]$/;
const JOINED = /^[\p{Lo}\p{Mn}\p{Mc}\p{So}\p{Sk}]$/u;
const ASCII = /^[\0-\x7f]$/;

/** The length of a text in code points, after the server's cleaning. @param {string} text @param {Kind} kind */
export function lengthOf(text, kind = "text") {
  return [...cleaned(text, kind)].length;
}

/** @param {string} text @param {Kind} kind */
function cleaned(text, kind) {
  if (kind === "raw") return text;
  if (kind === "name") return cleanName(text);
  return (kind === "prose" ? text.replace(STRIPPED, "").replace(/\r\n?/g, "\n") : text).replace(OUTER, "");
}

/** Mirrors `clean_name` of core/names.py. @param {string} text */
function cleanName(text) {
  const plain = text.normalize("NFC").replace(BREAKS, " ");
  const tags = [...plain.matchAll(REGION_TAGS)].map(({ index, 0: { length } }) => [index, index + length]);
  let kept = "";
  let last = " ";
  let beforeLast = 0;
  for (const char of plain) {
    const at = beforeLast;
    beforeLast += char.length;
    if (isInvisible(char) && !tags.some(([from, to]) => at >= from && at < to) && !changes(char, last)) continue;
    kept += char;
    last = char;
  }
  return kept.replace(OUTER, "");
}

/** @param {string} char */
function isInvisible(char) {
  if (ASCII.test(char)) return char < " " || char === "\x7f";
  return BLANK.test(char) || SELECTOR.test(char) || (FORMAT.test(char) && !VISIBLE_FORMAT.test(char));
}

/** Does an invisible character change the look of the one before it? @param {string} char @param {string} last */
function changes(char, last) {
  if (IS_SPACE.test(last) || JOINER.test(last)) return false;
  if (SELECTOR.test(char)) return !SELECTOR.test(last);
  return JOINER.test(char) && JOINED.test(last);
}

/** The beginning of a text with "…", at most `most` code points long and never with a part of a visible character. */
export function cut(/** @type {string} */ text, /** @type {number} */ most) {
  if ([...text].length <= most) return text;
  let kept = "";
  let room = most - 1;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    room -= [...segment].length;
    if (room < 0) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
