/** Plays a script of what reached pages, read from standard input, and prints where a page's numbers were not the server's. */
/* global process -- importing it would open the standard input without waiting for what comes */
import { readFileSync } from "node:fs";
import { UnreadCount } from "../../static/js/chat/unread/unread_count.js";

const pages = new Map();
const wrong = [];
let doubts = 0;
for (const [number, { page, me, state, event, expected }] of JSON.parse(readFileSync(0, "utf8")).entries()) {
  if (me) pages.set(page, new UnreadCount(me, state));
  const count = pages.get(page);
  if (state && !me) count.set(state);
  if (event) count.apply(event);
  if (!expected) continue;
  const { unread, mentions } = count;
  if (count.isInDoubt) { doubts += 1; count.set(expected); }
  else if (unread !== expected.unread || mentions !== expected.mentions) wrong.push({ number, page, unread, mentions, expected });
}
process.stdout.write(JSON.stringify({ wrong, doubts }));
