/** What a board's filter wants, as its address says it, and which cards fit. No DOM here. */

/** @typedef {{ q: string, label: string[], person: string[], due: string[] }} Wish */
/** @typedef {{ title: string, key: string, labels: string[], people: string[], dueAt: number | null, done: boolean }} Facts */
/** @typedef {{ label: (id: string) => boolean, person: (id: string) => boolean }} Known */

export const NONE = "none";
export const DUES = ["overdue", "today", "week", NONE, "done"];
/** "Due soon": what is late, and what the next days ask for. */
export const SOON = ["overdue", "week"];
const LONGEST = 200;
const MOST = 50;
const LISTS = /** @type {const} */ (["label", "person", "due"]);

/** @returns {Wish} */
export function nothing() {
  return { q: "", label: [], person: [], due: [] };
}

/** @param {Wish} wish */
export function isEmpty({ q, label, person, due }) {
  return !q.trim() && !label.length && !person.length && !due.length;
}

/** What an address wishes for; `odd` when there was something in it that nobody knows. @param {string} search @param {Known} known @returns {{ wish: Wish, odd: boolean }} */
export function read(search, known) {
  const query = new URLSearchParams(search);
  const knows = { ...known, due: (/** @type {string} */ name) => DUES.includes(name) };
  const wish = { ...nothing(), q: (query.get("q") ?? "").slice(0, LONGEST) };
  let odd = (query.get("q") ?? "").length > LONGEST;
  for (const name of LISTS) {
    const asked = [...new Set(query.getAll(name).flatMap((text) => text.split(",")).filter(Boolean))];
    const good = asked.filter((text) => (text === NONE && name !== "due") || knows[name](text)).slice(0, MOST);
    if (good.length < asked.length) odd = true;
    wish[name] = good;
  }
  return { wish, odd };
}

/** The address's query for a wish; what else stands in it stays. @param {Wish} wish @param {string} [search] */
export function write(wish, search = "") {
  const query = new URLSearchParams(search);
  for (const name of ["q", ...LISTS]) query.delete(name);
  if (wish.q.trim()) query.set("q", wish.q.trim());
  for (const name of LISTS) if (wish[name].length) query.set(name, wish[name].join(","));
  const text = query.toString().replaceAll("%2C", ",");
  return text && `?${text}`;
}

/** Does a card fit? Within one field any will do, all fields have to. @param {Wish} wish @param {Facts} facts @param {string} key the project's @param {number} [now] */
export function fits(wish, facts, key, now = Date.now()) {
  return wish.q.split(/\s+/).filter(Boolean).every((word) => says(facts, word, key))
    && anyOf(wish.label, facts.labels)
    && anyOf(wish.person, facts.people)
    && (!wish.due.length || wish.due.some((name) => isDue(name, facts, now)));
}

/** Today, tomorrow and in a week, by the reader's own midnights. @param {number} now @returns {Date[]} */
export function days(now) {
  const at = new Date(now);
  return [0, 1, 7].map((ahead) => new Date(at.getFullYear(), at.getMonth(), at.getDate() + ahead));
}

/** @param {Facts} facts @param {string} word @param {string} key */
function says(facts, word, key) {
  if (facts.title.toLowerCase().includes(word.toLowerCase())) return true;
  const number = /^(?:([a-z0-9]+)-|#)?(\d{1,9})$/i.exec(word);
  if (!number || (number[1] && number[1].toLowerCase() !== key.toLowerCase())) return false;
  return facts.key.split("-").at(-1) === String(Number(number[2]));
}

/** @param {string[]} wanted @param {string[]} has */
function anyOf(wanted, has) {
  return !wanted.length || wanted.some((id) => (id === NONE ? !has.length : has.includes(id)));
}

/** @param {string} name @param {Facts} facts @param {number} now */
function isDue(name, { dueAt, done }, now) {
  if (name === "done") return done;
  if (name === NONE || dueAt === null) return name === NONE && dueAt === null;
  if (done) return false;
  if (name === "overdue") return dueAt < now;
  const [today, tomorrow, week] = days(now).map(Number);
  return dueAt >= today && dueAt < (name === "today" ? tomorrow : week);
}
