/** The fields of a card that a filter compares, read from its node or from an event. */

import { endOf, startOf } from "../../texts/moments.js";
import { cardTitle } from "../dom/queries.js";

/** The filterable fields of a card's node. @param {HTMLElement} card @returns {import("./predicate").CardFacts} */
export function factsOfElement(card) {
  const { id = "", labels = "", assignees = "", number = "", dueAt } = card.dataset;
  const list = (/** @type {string} */ text) => text.split(" ").filter(Boolean);
  return {
    id,
    title: cardTitle(card),
    key: number,
    labels: list(labels),
    people: list(assignees),
    dueAt: dueAt ? startOf(dueAt) : null,
    lateAt: dueAt ? endOf(dueAt) : null,
    done: "done" in card.dataset,
  };
}

/** The filterable fields of a card in an event. @param {any} card @returns {import("./predicate").CardFacts} */
export function factsOfEvent({ id, title, number, labelIds, assigneeIds, dueAt, doneAt }) {
  return {
    id,
    title,
    key: String(number),
    labels: labelIds ?? [],
    people: assigneeIds ?? [],
    dueAt: dueAt ? startOf(dueAt) : null,
    lateAt: dueAt ? endOf(dueAt) : null,
    done: Boolean(doneAt),
  };
}
