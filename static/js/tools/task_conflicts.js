/** Ticks in a description that someone else changed meanwhile: they are made in the newer text. */

import { gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { carryMarks, differInMarks } from "../texts/task_marks.js";

/**
 * Returns whether the refused command only ticked tasks.
 * @param {import("../board/page").BoardPage} page
 * @param {import("../types").Entry} entry
 * @param {any} current the card as it is now
 */
export function tickAgain(page, { type, entity: id, payload, seen }, current) {
  const before = seen?.description;
  if (type !== "card.update" || current?.description === undefined || !differInMarks(before, payload.description)) return false;
  // Later ticks that wait are part of the text.
  const waiting = page.ledger.entriesOf(id).findLast((entry) => entry.payload.description !== undefined);
  const newer = waiting?.payload.description ?? current.description;
  const description = carryMarks(before, payload.description, newer);
  if (description === null) toast({ text: gettext("Someone changed this task, so it was not ticked."), kind: "warn" });
  else if (description !== newer) {
    page.commands.issue("card.update", id, { id, description }, { version: current.version, description: newer });
  }
  return true;
}
