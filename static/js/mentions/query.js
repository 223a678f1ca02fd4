/** Finds the mention being typed ("@ma") and the members that match it. Uses no DOM. */

/** @typedef {import("../types").Member} Member */

const LONGEST = 40;
const MOST = 8;

/**
 * The mention being typed before the caret, from its "@".
 * @param {string} text
 * @param {number} caret
 * @returns {{ start: number, query: string } | null}
 */
export function mentionAt(text, caret) {
  const start = text.lastIndexOf("@", caret - 1);
  if (start < 0 || (start > 0 && /[\p{L}\p{N}_@]/u.test(text[start - 1]))) return null;
  const query = text.slice(start + 1, caret);
  return query.length > LONGEST || /[\n@]|^\s/.test(query) ? null : { start, query };
}

/**
 * The members whose name, or a part of it, begins with the query; best match first.
 * @param {Iterable<Member>} members
 * @param {string} query
 */
export function matchingMembers(members, query) {
  const wanted = query.toLocaleLowerCase();
  const rank = (/** @type {string} */ name) => {
    if (name.startsWith(wanted)) return 0;
    return name.split(/[\s-]+/).some((part) => part.startsWith(wanted)) ? 1 : 2;
  };
  return [...members]
    .map((member) => ({ member, rank: rank(member.displayName.toLocaleLowerCase()) }))
    .filter((each) => each.rank < 2)
    .sort((a, b) => a.rank - b.rank || a.member.displayName.localeCompare(b.member.displayName))
    .slice(0, MOST)
    .map((each) => each.member);
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
