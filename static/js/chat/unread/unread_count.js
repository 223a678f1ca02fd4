/**
 * What a person has not read, without a page: the server's numbers as of one event, and what the events after it add and take
 * away. It counts as the server does (chat/read_markers.py), so that both agree whatever order they arrive in.
 */

/** @typedef {import("../../types").LoggedEvent} LoggedEvent */
/** @typedef {{ unread: number, mentions: number, seq: number, messageId: string | null, since: string }} Unread */
/** @typedef {{ seq: number, id: string, at: string, unread: number, mentions: number }} Step what one event adds to the numbers */

/** The server counts no further. Below that both are exact; from there only the server knows how many are left. */
const MOST = 1000;
const KEPT_STEPS = 300;

export class UnreadCount {
  /** @type {Step[]} */
  #steps = [];
  /** The newest event whose step was dropped. */
  #droppedSeq = 0;
  unread = 0;
  mentions = 0;
  /** Only the server can tell the numbers. */
  isInDoubt = false;

  /** @param {string} me @param {Unread} state */
  constructor(me, state) {
    this.me = me;
    this.state = state;
    this.set(state);
  }

  /** Takes the server's numbers. Events that it knew are not counted again. @param {Unread} state */
  set(state) {
    this.state = state;
    this.unread = state.unread;
    this.mentions = state.mentions;
    this.isInDoubt = state.seq < this.#droppedSeq;
    this.#steps = this.#steps.filter(({ seq }) => seq > state.seq);
    for (const step of this.#steps) this.#add(step);
  }

  /** @param {LoggedEvent} event in the order of the log @returns {number} by how much the number of unread messages has changed */
  apply(event) {
    const step = stepOf(event, this.me);
    if (!step || event.seq <= this.state.seq) return 0;
    const before = this.unread;
    this.#steps.push(step);
    if (this.#steps.length > KEPT_STEPS) this.#droppedSeq = this.#steps.shift()?.seq ?? 0;
    this.#add(step);
    return this.unread - before;
  }

  /** @param {Step} step */
  #add({ id, at, unread, mentions }) {
    const { messageId, since } = this.state;
    if (id === messageId || at < since) return;
    // Times are in milliseconds here, and finer on the server.
    if (at === since) { this.isInDoubt = true; return; }
    if ((unread < 0 && this.unread >= MOST) || (mentions < 0 && this.mentions >= MOST)) this.isInDoubt = true;
    this.unread = Math.min(MOST, Math.max(0, this.unread + unread));
    this.mentions = Math.min(MOST, Math.max(0, this.mentions + mentions));
  }
}

/** @param {LoggedEvent} event @param {string} me @returns {Step | null} */
function stepOf({ type, seq, payload, changes }, me) {
  if (!type.startsWith("chat.message.") || payload.authorId === me) return null;
  const { id, createdAt: at } = payload;
  if (type === "chat.message.created") return { seq, id, at, unread: 1, mentions: named(payload.mentionIds, me) };
  const [old = [], now = []] = changes.mentionIds ?? [];
  const mentions = named(now, me) - named(old, me);
  const unread = type === "chat.message.deleted" ? -1 : 0;
  return unread || mentions ? { seq, id, at, unread, mentions } : null;
}

/** @param {string[] | undefined} ids @param {string} me */
function named(ids, me) {
  return ids?.includes(me) ? 1 : 0;
}
