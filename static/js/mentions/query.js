/** Finds the mention being typed ("@ma") and the members that match it. Uses no DOM. */

import { fold } from "../texts/fold.js";

/** @typedef {import("../types").Member} Member */

const LONGEST = 40;
const MOST = 8;
/** A letter of a word of which the @ would be a part, as in an e-mail address; or what takes the meaning from the @. */
const BINDING = /(?:[\p{L}\p{N}_]\p{M}*|[@＠\\/])$/u;
/** Scripts without blanks between words. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*$/u;
const FENCE = /^ {0,3}(?:```|~~~)/;

/**
 * The mention being typed before the caret, from its "@". There is none where it would call nobody: in code, addresses and quotes.
 * @param {string} text
 * @param {number} caret
 * @returns {{ start: number, query: string } | null}
 */
export function mentionAt(text, caret) {
  const start = caret ? Math.max(text.lastIndexOf("@", caret - 1), text.lastIndexOf("＠", caret - 1)) : -1;
  if (start < 0) return null;
  const before = text.slice(Math.max(0, start - 8), start);
  if (BINDING.test(before) && !UNSPACED.test(before)) return null;
  const query = text.slice(start + 1, caret);
  if (query.length > LONGEST || /[\n@＠]|^\s/.test(query)) return null;
  return isVerbatim(text.slice(0, start)) ? null : { start, query };
}

/** Does what follows this text belong to code, to an address or to a quote? @param {string} text */
function isVerbatim(text) {
  const lines = text.split("\n");
  const last = lines.at(-1) ?? "";
  if (lines.filter((line) => FENCE.test(line)).length % 2) return true;
  if (/^ {0,3}>/.test(last) || /(?:https?:\/\/|www\.)\S*$/i.test(last)) return true;
  if (/^(?: {4}|\t)/.test(last) && !lines.at(-2)?.trim()) return true;
  const paragraph = text.slice(text.lastIndexOf("\n\n") + 1);
  return paragraph.replace(/(`+)[^`]+\1(?!`)/g, "").includes("`");
}

/**
 * The members whose name, or a part of it, begins with the query; best match first.
 * @param {Iterable<Member>} members
 * @param {string} query
 */
export function matchingMembers(members, query) {
  const wanted = fold(query) + (/\S\s+$/.test(query) ? " " : "");
  return [...members]
    .map((member) => ({ member, rank: rankOf(`${fold(member.displayName)} `, wanted) }))
    .filter((each) => each.rank < 2)
    .sort((a, b) => a.rank - b.rank || a.member.displayName.localeCompare(b.member.displayName))
    .slice(0, MOST)
    .map((each) => each.member);
}

/** 0 for a name that begins so, 1 for one with a later part that does, else 2. @param {string} name @param {string} wanted */
function rankOf(name, wanted) {
  if (name.startsWith(wanted)) return 0;
  return [...name.matchAll(/[\s-]/g)].some(({ index }) => name.startsWith(wanted, index + 1)) ? 1 : 2;
}

/**
 * @param {string} text
 * @param {number} start of the "@"
 * @param {number} caret
 * @param {string} name
 * @returns {{ text: string, caret: number }}
 */
export function completeMention(text, start, caret, name) {
  const head = `${text.slice(0, start)}@${name} `;
  return { text: head + text.slice(caret).replace(/^ /, ""), caret: head.length };
}
