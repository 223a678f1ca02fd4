/** The beginning of a text file: what a person can read in a moment, whatever the size of the file. */

import { language } from "../page/i18n.js";
import { request } from "../page/requests.js";

export const MOST_BYTES = 256 * 1024;
/** Encodings of texts that are not UTF-8, by the page's language. @type {Record<string, string>} */
const OLDER = { ru: "windows-1251" };

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
 * Decodes a text by its byte order mark, as UTF-8, or by the usual encoding of the language.
 * @param {Uint8Array<ArrayBuffer>} bytes @param {{ cut?: boolean, lang?: string }} options `cut`: the last character may be incomplete
 */
export function decodeText(bytes, { cut = false, lang = "en" } = {}) {
  const mark = bytes[0] === 0xFF && bytes[1] === 0xFE ? "utf-16le" : bytes[0] === 0xFE && bytes[1] === 0xFF ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(mark, { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return new TextDecoder(OLDER[lang.slice(0, 2)] ?? "windows-1252").decode(bytes);
  }
}
