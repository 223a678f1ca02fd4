/** One form for texts that people hold for equal: the same as core/search/folding.py, which says why. */

/* eslint no-control-regex: off, no-misleading-character-class: off -- controls, joiners and marks are what is looked for */

const SPELLINGS = new Map(Object.entries({
  æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ŧ: "t", ı: "i", þ: "th",
  "⁄": "/", "∕": "/", "−": "-", "〜": "~", ى: "ي", ی: "ي", ک: "ك",
}));
for (const char of "‘’‚‛‹›ʹʻʼʽˈ′`´׳") SPELLINGS.set(char, "'");
for (const char of "“”„‟«»〝〞〟״") SPELLINGS.set(char, '"');

const BLANK = /^[\0-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;
const IGNORED = new RegExp(
  "^(?:[\\u034f\\u0640\\u115f\\u1160\\u17b4\\u17b5\\u2065\\u3164\\uffa0\\u{16fe4}\\u180b-\\u180f\\ufe00-\\ufe0f\\ufff0-\\ufff8" +
    "\\ue000-\\ue00f\\u{e0000}-\\u{e0fff}]|" +
    "(?![\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}])[\\p{Cf}\\p{Cs}])$",
  "u",
);
const CONTINUES = /^[\p{M}\u1161-\u11ff\uff9e\uff9f]$/u;
const ACCENT = new RegExp(
  "^(?=\\p{M})[\\u0300-\\u036f\\u0483-\\u0489\\u0591-\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u0730-\\u074a" +
    "\\u08ca-\\u08ff\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\u2de0-\\u2dff\\ua66f-\\ua67d\\ua69e\\ua69f\\ufb1e\\ufe20-\\ufe2f]$",
  "u",
);
const TAGS = /[\u{e0020}-\u{e007f}]/gu;
const BLACK_FLAG = "🏴";
const STRETCH = "\u0640";
const BREVE = "\u0306";
const WHOLE = "ﷺﷻำຳ";
const MOST_MARKS = 30;
const LONELY = /^[\u3131-\u318e]/;
const HALF_WIDTH = /^[\uffa1-\uffdc]/;

/** The form in which texts are compared. @param {string} text */
export function fold(text) {
  if (/^[ -~]*$/.test(text)) return text.toLowerCase().replaceAll("`", "'").split(" ").filter(Boolean).join(" ");
  let folded = "";
  let blank = false;
  for (const cluster of clusters(text)) {
    if (BLANK.test(cluster)) {
      blank = true;
      continue;
    }
    const piece = foldCluster(cluster);
    if (!piece) continue;
    folded += blank && folded ? ` ${piece}` : piece;
    blank = false;
  }
  return folded;
}

/** Each base with its marks, without what has no shape. @param {string} text */
function clusters(text) {
  /** @type {string[]} */
  const found = [];
  let marks = MOST_MARKS;
  for (const char of text) {
    if (IGNORED.test(char) && !isTag(char)) continue;
    if ((CONTINUES.test(char) || isTag(char)) && marks < MOST_MARKS) {
      found[found.length - 1] += char;
      marks += 1;
    } else {
      found.push(char);
      marks = BLANK.test(char) ? MOST_MARKS : 0;
    }
  }
  return found;
}

/** @param {string} cluster */
function foldCluster(cluster) {
  const untagged = cluster.startsWith(BLACK_FLAG) ? cluster : cluster.replace(TAGS, "");
  if (!untagged) return "";
  const small = withoutCase(withoutAccents(decomposed(untagged)));
  const plain = withoutAccents(decomposed(small)).replace(/./gsu, (char) => SPELLINGS.get(char) ?? char);
  return plain.replace(/\p{Pd}/gu, "-").replace(/\p{Nd}/gu, digit).normalize("NFC");
}

/** Is it one of the letters that make a black flag that of a region? @param {string} char */
function isTag(char) {
  return char >= "\u{e0020}" && char <= "\u{e007f}";
}

/** @param {string} cluster */
function decomposed(cluster) {
  if (LONELY.test(cluster)) return cluster;
  if (HALF_WIDTH.test(cluster)) return wideJamo(cluster[0]) + cluster.slice(1);
  const full = cluster.normalize("NFKD");
  return full[0] === " " || WHOLE.includes(cluster[0]) ? cluster.normalize("NFD") : full;
}

/** The letter of Korean that stands alone, for its narrow form. @param {string} narrow */
function wideJamo(narrow) {
  const code = narrow.charCodeAt(0);
  if (code <= 0xffbe) return String.fromCharCode(code - 0xffa1 + 0x3131);
  // Vowels lie in rows of six, with gaps between the rows.
  const place = code - 0xffc2;
  return (code & 7) < 2 ? narrow : String.fromCharCode(0x314f + (place >> 3) * 6 + (place & 7));
}

/** @param {string} text */
function withoutAccents(text) {
  const kept = text.replace(/./gsu, (char) => (ACCENT.test(char) || char === STRETCH ? "" : char));
  return /^[иИ]/.test(kept) && text.includes(BREVE) ? `й${kept.slice(1)}` : kept;
}

/** Upper case in between, because ß and ς are small already. @param {string} text */
function withoutCase(text) {
  return text.replace(/./gsu, (char) => char.toLowerCase().toUpperCase().toLowerCase());
}

/** The digit of any script as one of 0-9: every script has its ten in a row. @param {string} char */
function digit(char) {
  const code = char.codePointAt(0) ?? 0;
  let zero = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}
