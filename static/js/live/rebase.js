/** Rebases commands on newer versions: another user's rename need not stop a move, but another move must. */

/** @typedef {import("../types").Entry} Entry */
/** @typedef {import("../types").Seen} Seen */

/**
 * The version to send: the newest one if the fields to change are as the user saw them,
 * else the one that the user saw, which the server refuses with the current state.
 * @param {Entry} entry @param {Record<string, any> | null} facts the confirmed fields of the entity
 */
export function expectedVersion(entry, facts) {
  const seen = entry.seen ?? { version: 0 };
  return facts && isUnchanged(seen, facts) ? facts.version : seen.version;
}

/**
 * After a version conflict: the same command on the current version, or null if a field to change differs.
 * @param {Entry} entry
 * @param {any} current
 * @param {string} eventId
 * @returns {Entry | null}
 */
export function rebased(entry, current, eventId) {
  if (!current) return null;
  const { sent: _sent, ...rest } = entry;
  if (isBulkOfLists(entry)) {
    const again = (entry.again ?? 0) + 1;
    return again <= MAX_AGAIN ? { ...rest, eventId, again } : null;
  }
  if (!entry.seen) return null;
  const { payload, seen } = mergeLists(entry.payload, entry.seen, current);
  return isUnchanged(seen, current) ? { ...rest, eventId, payload, seen: { ...seen, version: current.version } } : null;
}

/** Lists of ids on a card. What one user adds or removes does not contradict what another does. */
const LISTS = ["labelIds", "assigneeIds"];
const BULK_LISTS = new Set(["addLabelIds", "removeLabelIds", "addAssigneeIds", "removeAssigneeIds"]);

/** Does the command only add to lists of several cards, or remove from them? It is right on any version. @param {Entry} entry */
function isBulkOfLists({ type, payload }) {
  return type === "cards.update" && Object.keys(payload.change).every((name) => BULK_LISTS.has(name));
}

/**
 * Applies what the user added and removed to the current lists.
 * @param {Record<string, any>} payload @param {Seen} seen @param {Record<string, any>} current
 */
function mergeLists(payload, seen, current) {
  const merged = { payload: { ...payload }, seen: { ...seen } };
  for (const name of LISTS.filter((list) => payload[list] && seen[list] && current[list])) {
    const kept = current[name].filter((/** @type {string} */ id) => payload[name].includes(id) || !seen[name].includes(id));
    const added = payload[name].filter((/** @type {string} */ id) => !seen[name].includes(id) && !kept.includes(id));
    merged.payload[name] = [...kept, ...added];
    merged.seen[name] = current[name];
  }
  return merged;
}

const MAX_AGAIN = 3;

/**
 * After the neighbour is gone: the same command again, or null. The payload is built with the new neighbour.
 * @param {Entry} entry
 * @param {import("../types").ErrorBody} error
 * @param {string} eventId
 * @returns {Entry | null}
 */
export function reanchored(entry, error, eventId) {
  const { sent: _sent, ...rest } = entry;
  const again = (entry.again ?? 0) + 1;
  return error.code === "invalid" && error.fields?.after && again <= MAX_AGAIN ? { ...rest, eventId, again } : null;
}

/**
 * Updates the expected state of queued commands after an own command succeeded.
 * @param {readonly Entry[]} waiting
 * @param {string} entity
 * @param {any} answer
 */
export function adoptAnswer(waiting, entity, answer) {
  for (const entry of waiting) {
    if (entry.entity !== entity || entry.sent || !entry.seen) continue;
    Object.assign(entry, mergeLists(entry.payload, entry.seen, answer));
    const seen = /** @type {Seen} */ (entry.seen);
    for (const field of Object.keys(seen)) if (answer[field] !== undefined) seen[field] = answer[field];
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
