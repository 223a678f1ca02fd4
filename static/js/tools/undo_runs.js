/** Runs: successive changes of one kind, which share a notice with one button. */

import { fill, ngettext } from "../page/i18n.js";
import { columnNode, columnName } from "../board/dom/queries.js";
import { nameOfCard } from "./card_names.js";

/** @typedef {import("../types").Entry} Entry */
/** @typedef {import("../types").Step} Step */

const FIELDS = ["labelIds", "assigneeIds", "startAt", "dueAt"];

/** The kind and target of a step; steps with the same key make a run. "" belongs to none. @param {Step} step */
export function runKey({ entry, isUndo }) {
  if (!entry || isUndo) return "";
  const { type, entity, entities, payload } = entry;
  if (type === "card.archive" || type === "card.delete") return type;
  if (type === "card.move") return `${type} ${payload.columnId}`;
  if (type === "card.update") {
    const fields = Object.keys(payload).filter((name) => FIELDS.includes(name));
    return fields.length ? `${type} ${entity} ${fields[0].endsWith("At") ? "dates" : fields[0]}` : "";
  }
  return type === "cards.update" ? `${type} ${Object.keys(payload.change)[0]} ${entities?.join(" ")}` : "";
}

/** A sentence about a whole run, or "" where that of the newest step says it. @param {Step[]} steps */
export function describeRun(steps) {
  const entries = steps.flatMap(({ entry }) => entry ?? []);
  const { type, entity, payload } = entries[0];
  if (type === "card.update") return describeIds(entries, "labelIds" in payload ? "labelIds" : "assigneeIds");
  const n = new Set(entries.map((entry) => entry.entity)).size;
  if (n < 2 || type === "cards.update") return "";
  if (type === "card.archive") return fill(ngettext("%(n)s card archived", "%(n)s cards archived", n), { n });
  if (type === "card.delete") return fill(ngettext("%(n)s card deleted", "%(n)s cards deleted", n), { n });
  const column = columnNode(payload.columnId);
  const facts = { n, column: column ? columnName(column) : "", card: nameOfCard(entity) };
  return fill(ngettext("%(n)s card moved to %(column)s", "%(n)s cards moved to %(column)s", n), facts);
}

/** How many labels or people a run ticked or unticked. @param {Entry[]} entries @param {"labelIds" | "assigneeIds"} field */
function describeIds(entries, field) {
  if (!(field in entries[0].payload)) return "";
  const ticked = entries.flatMap(({ payload, seen }) => differing(seen?.[field] ?? [], payload[field] ?? []));
  const n = new Set(ticked).size;
  if (n < 2) return "";
  const text = field === "labelIds"
    ? ngettext("%(n)s label of %(card)s changed", "%(n)s labels of %(card)s changed", n)
    : ngettext("%(n)s assignee of %(card)s changed", "%(n)s assignees of %(card)s changed", n);
  return fill(text, { n, card: nameOfCard(entries[0].entity) });
}

/** @param {string[]} was @param {string[]} is */
function differing(was, is) {
  return [...was.filter((id) => !is.includes(id)), ...is.filter((id) => !was.includes(id))];
}
