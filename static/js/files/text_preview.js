/** The beginning of a text file: what a person can read in a moment, whatever the size of the file. */

import { language } from "../page/i18n.js";
import { request } from "../page/requests.js";

export const MOST_BYTES = 256 * 1024;
/** Encodings of texts that are not UTF-8, by the page's language. @type {Record<string, string>} */
const OLDER = { ru: "windows-1251" };
/** @type {[string, number, number][]} */
const MARKS = [["utf-16le", 0xFF, 0xFE], ["utf-16be", 0xFE, 0xFF]];
/** Control characters that texts do not have, and how rare they are in one that has them all the same. */
const STRAY = new Set([...Array(32).keys(), 0x7F].filter((code) => ![7, 8, 9, 10, 11, 12, 13, 27].includes(code)));
const MOST_STRAY = 8;
/** Characters of nearly every text, and those of none. */
const USUAL = /[\t\n\r -~\u3000-\u3002\uFF01\uFF0C\uFF1F]/g;
const LEAST_USUAL = 32;
const NO_TEXT = /[\p{Cn}\p{Co}]|[^\P{Cc}\t-\r]/u;

/** @param {string} url @returns {Promise<{ text: string, cut: boolean }>} */
export async function loadText(url) {
  const response = await request(url, { headers: { Range: `bytes=0-${MOST_BYTES - 1}` } });
  if (!response.ok) throw new Error(String(response.status));
  const all = Number(/\/(\d+)$/.exec(response.headers.get("Content-Range") ?? "")?.[1] ?? 0);
  const given = new Uint8Array(await response.arrayBuffer());
  const bytes = given.subarray(0, MOST_BYTES);
  const cut = Math.max(all, given.length) > bytes.length;
  return { text: decodeText(bytes, { cut, lang: language() }), cut };
}

/**
 * Decodes a text by its byte order mark, as UTF-8, as UTF-16 without a mark, or by the usual encoding of the language. The server
 * takes texts by the same rules (files/content_types/texts.py).
 * @param {Uint8Array<ArrayBuffer>} bytes @param {{ cut?: boolean, lang?: string }} options `cut`: the last character may be incomplete
 */
export function decodeText(bytes, { cut = false, lang = "en" } = {}) {
  const mark = MARKS.find(([, first, second]) => bytes[0] === first && bytes[1] === second)?.[0];
  if (mark) return new TextDecoder(mark).decode(bytes, { stream: cut });
  const stray = bytes.filter((byte) => STRAY.has(byte)).length;
  const text = decodeStrictly("utf-8", bytes, cut);
  if (text !== null && stray * MOST_STRAY <= bytes.length) return text;
  return (stray ? decodeWide(bytes) : null) ?? new TextDecoder(OLDER[lang.slice(0, 2)] ?? "windows-1252").decode(bytes);
}

/** UTF-16 without a mark: null if it is plausible in neither order. @param {Uint8Array<ArrayBuffer>} bytes */
function decodeWide(bytes) {
  return MARKS.map(([order]) => decodeStrictly(order, bytes, true)).find((text) => text !== null && isPlausible(text)) ?? null;
}

/** Null if it is not of this encoding. @param {string} encoding @param {Uint8Array<ArrayBuffer>} bytes @param {boolean} stream */
function decodeStrictly(encoding, bytes, stream) {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream });
  } catch {
    return null;
  }
}

/** Is it text, rather than other bytes read two by two? @param {string} text */
function isPlausible(text) {
  const usual = text.match(USUAL)?.length ?? 0;
  return usual * LEAST_USUAL >= text.length && !NO_TEXT.test(text);
}
