/** Groups messages by author, time and day. Uses no DOM. */

/** @typedef {{ author: string | undefined, at: number, reply?: boolean }} MessageInfo */

export const GROUP_MS = 5 * 60_000;

/** Does a message continue the group of the one before it? @param {MessageInfo | null} before @param {MessageInfo} message */
export function continuesGroup(before, message) {
  if (!before?.author || before.author !== message.author || message.reply) return false;
  return message.at - before.at < GROUP_MS && dayOf(before.at) === dayOf(message.at);
}

/** The calendar day in the reader's time zone. @param {number} at */
export function dayOf(at) {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/**
 * The first of the last `count` messages by others, or null if it is not among the messages.
 * @template T @param {T[]} messages oldest first @param {number} count @param {(message: T) => boolean} counts
 */
export function firstUnread(messages, count, counts) {
  let left = count;
  for (const message of [...messages].reverse()) {
    if (counts(message)) left -= 1;
    if (left === 0) return message;
  }
  return null;
}
