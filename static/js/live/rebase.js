/** Does a command still mean what its author saw? Someone's rename need not stop a move; someone's move must. */

/** @typedef {import("../types").Entry} Entry */
/** @typedef {import("../types").Seen} Seen */

/**
 * The version to send: the newest where the fields that the command is about are as its author saw them,
 * else the one that was seen, which the server then refuses with the entity as it is.
 * @param {Entry} entry @param {Record<string, any> | null} facts the entity as the page knows it now
 */
export function expectedVersion(entry, facts) {
  const seen = entry.seen ?? { version: 0 };
  return facts && isUnchanged(seen, facts) ? facts.version : seen.version;
}

/** After a conflict: the same wish on the entity as it is now, or null where the wish was overtaken. @param {Entry} entry @param {any} current @param {string} eventId @returns {Entry | null} */
export function rebased(entry, current, eventId) {
  if (!entry.seen || !current || !isUnchanged(entry.seen, current)) return null;
  const { sent: _sent, ...rest } = entry;
  return { ...rest, eventId, seen: { ...entry.seen, version: current.version } };
}

const MAX_REANCHORED = 3;

/** Its neighbour has gone since: the same wish, with the neighbour that it has now. @param {Entry} entry @param {import("../types").ErrorBody} error @param {string} eventId @returns {Entry | null} */
export function reanchored(entry, error, eventId) {
  const { sent: _sent, ...rest } = entry;
  const again = (entry.again ?? 0) + 1;
  return error.code === "invalid" && error.fields?.after && again <= MAX_REANCHORED ? { ...rest, eventId, again } : null;
}

/** Own success is no surprise: what waits behind it expects the entity as it was answered. @param {readonly Entry[]} waiting @param {string} entity @param {any} answer */
export function adoptAnswer(waiting, entity, answer) {
  for (const entry of waiting) {
    if (entry.entity !== entity || entry.sent || !entry.seen) continue;
    for (const field of Object.keys(entry.seen)) if (answer[field] !== undefined) entry.seen[field] = answer[field];
  }
}

/** @param {Seen} seen @param {Record<string, any>} facts */
function isUnchanged(seen, facts) {
  return Object.keys(seen).every((field) => field === "version" || same(seen[field], facts[field]));
}

/** @param {any} a @param {any} b */
function same(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return [...a].sort().join() === [...b].sort().join();
  return a === b;
}
