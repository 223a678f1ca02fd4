/** Compares positions of cards and columns. They are ASCII, so code units sort like the bytes in the database. */

/** @param {string} a @param {string} b */
export function comparePositions(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Is a position in the loaded part? `frontier` is the last loaded position, or null if all cards are loaded.
 * @param {string} position @param {string | null} frontier
 */
export function isWithin(position, frontier) {
  return frontier === null || comparePositions(position, frontier) <= 0;
}

/**
 * The columns that counted a card before and after an event; null if none did.
 * @param {import("../../types").LoggedEvent} event @returns {[string | null, string | null]}
 */
export function countedColumns(event) {
  const { payload, changes = {} } = event;
  const before = (/** @type {string} */ key) => (changes[key] ? changes[key][0] : payload[key]);
  if (/created$|converted$/.test(event.type)) return [null, payload.columnId];
  if (event.type === "card.deleted") return [before("archivedAt") ? null : before("columnId"), null];
  const was = before("archivedAt") || before("deletedAt") ? null : before("columnId");
  return [was, payload.archivedAt || payload.deletedAt ? null : payload.columnId];
}
