/** Decides what a paste is, files or text, and names pasted pictures. Nothing here touches the page. */

const URI = /^file:\/\//;
/** What file managers of Linux put above the names. */
const VERBS = new Set(["copy", "cut", "x-special/nautilus-clipboard"]);

/**
 * Are the files of a clipboard meant, rather than its text? Programs that copy text add a picture of it, browsers add the code
 * around a picture, and file managers add the names of the files.
 * @param {{ names: string[], text: string, html: string }} clipboard `names` of the files
 */
export function areFilesMeant({ names, text, html }) {
  if (!names.length) return false;
  if (areNamesOnly(text, names)) return true;
  return html ? textOf(html) === "" : !text.trim();
}

/**
 * Does a text only name the files, by name, path or address?
 * @param {string} text
 * @param {string[]} names
 */
export function areNamesOnly(text, names) {
  const known = new Set(names.map(plain));
  const lines = text.split(/[\r\n]+/).map((line) => line.trim()).filter((line) => line && !VERBS.has(line));
  return lines.length > 0 && lines.every((line) => known.has(plain(line)) || known.has(plain(lastPart(line))));
}

/**
 * A name for a pasted picture, which clipboards all call "image.png". No two are alike.
 * @param {string} ending
 * @param {{ now: Date, taken: Set<string>, words: (time: string) => string }} options `taken` gets the new name; `words` says it
 */
export function pictureName(ending, { now, taken, words }) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const base = words(`${day} ${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(".")}`);
  let name = `${base}${ending}`;
  for (let n = 2; taken.has(name); n += 1) name = `${base} (${n})${ending}`;
  taken.add(name);
  return name;
}

/** macOS writes accents as characters of their own. @param {string} name */
function plain(name) {
  return name.normalize("NFC");
}

/** @param {string} path */
function lastPart(path) {
  const last = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  if (!URI.test(path)) return last;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** What HTML says without its tags, comments, styles and scripts; in small letters. @param {string} source */
function textOf(source) {
  const html = source.toLowerCase();
  let words = "";
  for (let at = 0; at < html.length;) {
    const open = html.indexOf("<", at);
    words += html.slice(at, open < 0 ? html.length : open);
    if (open < 0) break;
    const end = endOfTag(html, open);
    if (end < 0) break;
    at = end;
  }
  return words.replace(/&nbsp;|&#160;/g, " ").trim();
}

/** The end of a tag, a comment, or an element without text of its own. @param {string} html @param {number} open @returns {number} */
function endOfTag(html, open) {
  if (html.startsWith("<!--", open)) return after(html, "-->", open);
  const hidden = /^<(style|script|title)\b/.exec(html.slice(open, open + 8))?.[1];
  const closing = hidden ? html.indexOf(`</${hidden}`, open) : open;
  return closing < 0 ? -1 : after(html, ">", closing);
}

/** @param {string} text @param {string} what @param {number} from @returns {number} -1 if it is not there */
function after(text, what, from) {
  const at = text.indexOf(what, from);
  return at < 0 ? -1 : at + what.length;
}
