/** What belongs together in the stream. Knows no DOM. */

/** @typedef {{ author: string | undefined, at: number, reply?: boolean }} MessageInfo */

export const GROUP_MS = 5 * 60_000;

/** Does a message go on where the one before it ended? @param {MessageInfo | null} before @param {MessageInfo} message */
export function continuesGroup(before, message) {
  if (!before?.author || before.author !== message.author || message.reply) return false;
  return message.at - before.at < GROUP_MS && dayOf(before.at) === dayOf(message.at);
}

/** The reader's own calendar day. @param {number} at */
export function dayOf(at) {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/**
 * Where what is unread begins: `count` messages of others, back from the end. Null when it begins before the first.
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
