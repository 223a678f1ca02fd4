/** The query of a board's filter: parsed from the address, formatted into it, and matched with cards. Uses no DOM. */

import { fold } from "../../texts/fold.js";

/** @typedef {{ q: string, label: string[], person: string[], due: string[] }} FilterQuery */
/**
 * @typedef {{
 *   id: string, title: string, key: string, labels: string[], people: string[], dueAt: number | null, lateAt?: number | null,
 *   done: boolean,
 * }} CardFacts
 */
/** @typedef {{ label: (id: string) => boolean, person: (id: string) => boolean }} KnownIds */

export const NONE = "none";
export const DUES = ["overdue", "today", "week", NONE, "done"];
/** "Due soon": overdue cards and those due within a week. */
export const SOON = ["overdue", "week"];
const LONGEST = 200;
/** A minus, the name of an operator, and a quoted text or a word. */
const TERM = /(-(?=\S))?(?:(\p{L}+):)?(?:["“„«]([^"”“»]*)["”“»]?|(\S+))/gu;
/** Names of operators, as in core/search/operators.py. */
const OPERATORS = (
  "author from автор от in в где label метка is это статус due срок before до after после assignee to исполнитель кому"
).split(" ");
/** An operator whose value is still to be typed: as if it were not there. */
const UNFINISHED = /^(\p{L}+)[:：][<>=≤≥]*[,;]*$/u;
const MOST = 50;
const LISTS = /** @type {const} */ (["label", "person", "due"]);

/** @returns {FilterQuery} */
export function emptyQuery() {
  return { q: "", label: [], person: [], due: [] };
}

/** @param {FilterQuery} query */
export function isEmpty({ q, label, person, due }) {
  return !q.trim() && !label.length && !person.length && !due.length;
}

/**
 * Parses the query of an address; `hasUnknown` if it names something unknown.
 * @param {string} search
 * @param {KnownIds} known
 * @returns {{ query: FilterQuery, hasUnknown: boolean }}
 */
export function parseQuery(search, known) {
  const params = new URLSearchParams(search);
  const knows = { ...known, due: (/** @type {string} */ name) => DUES.includes(name) };
  const query = { ...emptyQuery(), q: (params.get("q") ?? "").slice(0, LONGEST) };
  let hasUnknown = (params.get("q") ?? "").length > LONGEST;
  for (const name of LISTS) {
    const asked = [...new Set(params.getAll(name).flatMap((text) => text.split(",")).filter(Boolean))];
    const good = asked.filter((text) => (text === NONE && name !== "due") || knows[name](text)).slice(0, MOST);
    if (good.length < asked.length) hasUnknown = true;
    query[name] = good;
  }
  return { query, hasUnknown };
}

/** Formats a query as search parameters. Other parameters stay. @param {FilterQuery} query @param {string} [search] */
export function formatQuery(query, search = "") {
  const params = new URLSearchParams(search);
  for (const name of ["q", ...LISTS]) params.delete(name);
  if (query.q.trim()) params.set("q", query.q.trim());
  for (const name of LISTS) if (query[name].length) params.set(name, query[name].join(","));
  const text = params.toString().replaceAll("%2C", ",");
  return text && `?${text}`;
}

/**
 * Does a card match what is chosen? Any value of a field is enough, and every field must match. Words are another question.
 * @param {FilterQuery} query
 * @param {CardFacts} facts
 * @param {number} [now]
 */
export function matchesChoices(query, facts, now = Date.now()) {
  return anyOf(query.label, facts.labels)
    && anyOf(query.person, facts.people)
    && (!query.due.length || query.due.some((name) => isDue(name, facts, now)));
}

/**
 * Does a card match the words, as far as the page can tell? Each stands in its title or a label, or is its number. The server tells for
 * descriptions, checklists, other forms of a word, and operators such as `due:`; those rule out no card here.
 * @param {string} text
 * @param {CardFacts} facts
 * @param {string[]} labels names of its labels
 * @param {string} key the project's key
 */
export function matchesWords(text, facts, labels, key) {
  const texts = [facts.title, ...labels].map(fold);
  return [...text.matchAll(TERM)].every(([, minus, operator, quoted, word]) => {
    if (OPERATORS.includes((operator ?? UNFINISHED.exec(word ?? "")?.[1])?.toLowerCase() ?? "")) return true;
    const sought = fold(quoted ?? `${operator ? `${operator}:` : ""}${word ?? ""}`);
    const found = texts.some((each) => each.includes(sought)) || isNumber(facts, sought, key);
    return !sought || found !== Boolean(minus);
  });
}

/** Midnight of today, tomorrow and in a week, in the reader's time zone. @param {number} now @returns {Date[]} */
export function dayStarts(now) {
  const at = new Date(now);
  return [0, 1, 7].map((ahead) => new Date(at.getFullYear(), at.getMonth(), at.getDate() + ahead));
}

/** @param {CardFacts} facts @param {string} word @param {string} key */
function isNumber(facts, word, key) {
  const number = /^(?:([a-z0-9]+)-|#)?(\d{1,9})$/.exec(word);
  if (!number || (number[1] && number[1] !== key.toLowerCase())) return false;
  return facts.key.split("-").at(-1) === String(Number(number[2]));
}

/** @param {string[]} wanted @param {string[]} has */
function anyOf(wanted, has) {
  return !wanted.length || wanted.some((id) => (id === NONE ? !has.length : has.includes(id)));
}

/** @param {string} name @param {CardFacts} facts @param {number} now */
function isDue(name, { dueAt, lateAt, done }, now) {
  if (name === "done") return done;
  if (name === NONE || dueAt === null) return name === NONE && dueAt === null;
  if (done) return false;
  if (name === "overdue") return (lateAt ?? dueAt) <= now;
  const [today, tomorrow, week] = dayStarts(now).map(Number);
  return dueAt >= today && dueAt < (name === "today" ? tomorrow : week);
}
