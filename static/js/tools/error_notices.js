/** What did not work, in words that say what to do. */

import { fill, gettext, ngettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { callIt } from "../board/dom/cards.js";
import { giveBack } from "../board/input/composer.js";
import { cardNode } from "../board/dom/queries.js";
import { spotlight } from "../board/dom/spotlight.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */
/** @typedef {import("../types").Entry} Entry */

/** @param {BoardPage} page @param {Entry} entry @param {import("../live/request_error").Refusal} refusal */
export async function tellFailure(page, entry, refusal) {
  if (refusal.code === "version_conflict" && entry.entities) { tellStale(page, entry, refusal.body.current?.cards ?? []); return; }
  if (refusal.code === "version_conflict") { await tellWhoWon(page, entry, refusal.body.current); return; }
  const text = WORDS[refusal.code]?.() ?? refusal.body.detail ?? gettext("That did not work. Please try again.");
  toast({ text: fieldWords(refusal.body) ?? text, kind: "bad" });
  giveBackTitles(entry);
}

/** @param {Entry} entry */
function giveBackTitles({ type, payload: { columnId, title, titles = [title] } }) {
  if (type === "card.create" || type === "cards.create") giveBack(columnId, titles.join("\n"));
}

/** @param {Entry[]} entries */
export function tellExpired(entries) {
  const n = entries.length;
  const text = ngettext(
    "%(n)s change could not be sent for 7 days and was dropped.",
    "%(n)s changes could not be sent for 7 days and were dropped.",
    n,
  );
  toast({ text: fill(text, { n }), kind: "warn", ms: 12_000 });
}

/** @type {Record<string, () => string>} */
const WORDS = {
  wip_limit_reached: () => gettext("That column is at its limit. Move a card out of it first, or raise the limit."),
  not_empty: () => gettext("This column still holds cards. Move or archive them first."),
  forbidden: () => gettext("You can only view this board."),
  not_found: () => gettext("It is no longer there: someone deleted it."),
  duplicate: () => gettext("That was already done."),
  too_large: () => gettext("That text is too long."),
};

/** @type {Record<string, () => string>} */
const WHO_WON = {
  "card.move": () => gettext("%(name)s moved %(card)s first"),
  "card.update": () => gettext("%(name)s changed %(card)s first"),
  "column.move": () => gettext("%(name)s changed this column first"),
  "column.update": () => gettext("%(name)s changed this column first"),
};

/** @param {BoardPage} page @param {Entry} entry @param {any} current */
async function tellWhoWon(page, entry, current) {
  const actorId = await page.winners.of(entry.entity, current?.version ?? 0);
  const name = page.nameOf(actorId);
  const words = (WHO_WON[entry.type] ?? (() => gettext("%(name)s changed %(card)s first")))();
  const text = fill(words, { name, card: callIt(entry.entity, current?.title ?? "") });
  const there = cardNode(entry.entity);
  const action = there ? { label: gettext("Show"), run: () => spotlight(entry.entity) } : undefined;
  toast({ text: entry.type === "card.move" ? `${text}. ${gettext("It was put back.")}` : text, kind: "warn", action });
}

/** All or none: one that somebody changed holds up the rest, which stay chosen. @param {BoardPage} page @param {Entry} entry @param {unknown[]} stale */
function tellStale(page, { type, entity, payload, entities }, stale) {
  const n = Math.max(1, stale.length);
  const text = ngettext(
    "%(n)s of these cards was changed by someone else meanwhile. None of them was changed.",
    "%(n)s of these cards were changed by someone else meanwhile. None of them was changed.",
    n,
  );
  const run = () => page.changes.issue(type, entity, payload, undefined, { entities });
  toast({ text: fill(text, { n }), kind: "warn", action: { label: gettext("Try again"), run } });
}

/** @param {import("../types").ErrorBody} body */
function fieldWords(body) {
  return body.code === "invalid" ? Object.values(body.fields ?? {}).flat()[0] : undefined;
}
