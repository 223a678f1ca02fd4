/** Notices about failed commands, with what the user can do. */

import { fill, gettext, ngettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { cardNode } from "../board/dom/queries.js";
import { spotlight } from "../board/dom/spotlight.js";
import { nameOfCard } from "./card_names.js";
import { tickAgain } from "./task_conflicts.js";
import { giveBack, offerText, textsOf } from "./refused_text.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */
/** @typedef {import("../types").Entry} Entry */

/** @param {BoardPage} page @param {Entry} entry @param {import("../live/request_error").RequestError} error */
export async function showFailure(page, entry, error) {
  if (error.code === "version_conflict" && entry.entities) { showBulkConflict(page, entry, error.body.current?.cards ?? []); return; }
  if (error.code === "version_conflict") {
    if (tickAgain(page, entry, error.body.current)) return;
    giveBack(page, entry, gettext("Someone else changed this first."));
    await showConflict(page, entry, error.body.current);
    return;
  }
  const text = MESSAGES[error.code]?.() ?? error.body.detail ?? gettext("That didn’t work. Please try again.");
  const why = fieldMessage(error.body) ?? text;
  if (!giveBack(page, entry, why)) toast({ text: why, kind: "bad" });
}

/** @param {Entry[]} entries */
export function showExpired(entries) {
  const n = entries.length;
  const text = ngettext(
    "%(n)s change could not be sent for 7 days and was dropped.",
    "%(n)s changes could not be sent for 7 days and were dropped.",
    n,
  );
  const [why, lost] = [fill(text, { n }), textsOf(entries)];
  if (lost) offerText({ text: lost, why });
  else toast({ text: why, kind: "warn", ms: 12_000 });
}

/** @type {Record<string, () => string>} */
const MESSAGES = {
  wip_limit_reached: () => gettext("That column is at its limit. Move a card out of it first, or raise the limit."),
  not_empty: () => gettext("This column still has cards. Move or archive them first."),
  forbidden: () => gettext("You can only view this board."),
  not_found: () => gettext("It no longer exists: someone deleted it."),
  duplicate: () => gettext("That was already done."),
  too_large: () => gettext("That text is too long."),
};

/** @type {Record<string, () => string>} */
const CONFLICT_MESSAGES = {
  "card.move": () => gettext("%(name)s moved %(card)s first"),
  "card.update": () => gettext("%(name)s changed %(card)s first"),
  "column.move": () => gettext("%(name)s changed this column first"),
  "column.update": () => gettext("%(name)s changed this column first"),
};

/** @param {BoardPage} page @param {Entry} entry @param {any} current */
async function showConflict(page, entry, current) {
  const actorId = await page.lastWriters.actorOf(entry.entity, current?.version ?? 0);
  const name = page.memberName(actorId);
  const words = (CONFLICT_MESSAGES[entry.type] ?? (() => gettext("%(name)s changed %(card)s first")))();
  const text = fill(words, { name, card: nameOfCard(entry.entity, current ?? entry.payload) });
  const there = cardNode(entry.entity);
  const action = there ? { label: gettext("Show"), run: () => spotlight(entry.entity) } : undefined;
  toast({ text: entry.type === "card.move" ? `${text}. ${gettext("It was put back.")}` : text, kind: "warn", action });
}

/**
 * Reports a bulk command that failed because cards had changed. None was changed, and all stay selected.
 * @param {BoardPage} page
 * @param {Entry} entry
 * @param {unknown[]} stale
 */
function showBulkConflict(page, { type, entity, payload, entities }, stale) {
  const n = Math.max(1, stale.length);
  const text = ngettext(
    "Someone else has changed %(n)s of these cards. Your change was not applied to any of them.",
    "Someone else has changed %(n)s of these cards. Your change was not applied to any of them.",
    n,
  );
  const run = () => page.commands.issue(type, entity, payload, undefined, { entities });
  toast({ text: fill(text, { n }), kind: "warn", action: { label: gettext("Try again"), run } });
}

/** @param {import("../types").ErrorBody} body */
function fieldMessage(body) {
  return body.code === "invalid" ? Object.values(body.fields ?? {}).flat()[0] : undefined;
}
