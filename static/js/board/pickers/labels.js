/** Picks labels for cards. A name that no label has makes a new one, in a colour that is not used yet. */

import { fill, gettext } from "../../page/i18n.js";
import { uuid7 } from "../../page/uuid7.js";
import { fold } from "../../texts/fold.js";
import { lengthOf } from "../../texts/text_length.js";
import { visibleText } from "../../texts/visible.js";
import { changeList, stateOf } from "./card_lists.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {{ id: string, name: string, color: string }} Label */

const HUES = ["blue", "teal", "green", "amber", "orange", "red", "pink", "violet", "gray"];

/**
 * @param {BoardPage} page
 * @param {string[]} ids
 * @param {{ edit: () => void }} more
 * @returns {import("../../pickers/list_picker").Choices}
 */
export function labelChoices(page, ids, { edit }) {
  const shown = new Set(labelsOf(page).filter(({ id }) => stateOf(page, ids, "labelIds", id) !== "off").map(({ id }) => id));
  return {
    title: gettext("Add or remove labels"),
    isMultiple: true,
    empty: gettext("No labels yet. Type a name to create the first one."),
    // Labels that the cards had when the picker opened come first, also after they are taken off.
    options: () => labelsOf(page).sort((a, b) => Number(shown.has(b.id)) - Number(shown.has(a.id)))
      .map((label) => ({ ...label, state: stateOf(page, ids, "labelIds", label.id), picture: () => dotOf(label.color) })),
    pick: ({ id, state }) => changeList(page, ids, "labelIds", id, state !== "on"),
    create: (text) => newLabel(page, ids, text),
    more: { label: gettext("Edit labels…"), isShown: () => page.labels.size > 0, run: edit },
  };
}

/** The project's labels, those that are still to be created included. @param {BoardPage} page @returns {Label[]} */
export function labelsOf(page) {
  const known = new Map([...page.labels.values()].map(({ id, name, color }) => [id, { id, name, color }]));
  for (const { type, entity, payload } of page.ledger.entries()) {
    if (type === "label.create") known.set(entity, { id: entity, name: payload.name, color: payload.color });
    if (type === "label.delete") known.delete(entity);
    if (type === "label.update" && known.has(entity)) known.set(entity, { id: entity, name: payload.name, color: payload.color });
  }
  return [...known.values()].sort((a, b) => a.name.localeCompare(b.name, document.documentElement.lang));
}

/** @param {string} color */
export function dotOf(color) {
  const dot = Object.assign(document.createElement("span"), { className: "dot" });
  dot.dataset.hue = color;
  dot.setAttribute("aria-hidden", "true");
  return dot;
}

/** @param {BoardPage} page @param {string[]} ids @param {string} text */
function newLabel(page, ids, text) {
  const name = visibleText(text);
  const isKnown = labelsOf(page).some((label) => fold(label.name) === fold(name));
  if (!name || isKnown || lengthOf(name) > mostCharacters()) return null;
  return { label: fill(gettext("Create label “%(name)s”"), { name }), run: () => createLabel(page, ids, name) };
}

/** The limit of a label's name, as its form says it. */
function mostCharacters() {
  const form = /** @type {HTMLTemplateElement | null} */ (document.getElementById("label-form"));
  return Number(/** @type {HTMLElement | null} */ (form?.content.querySelector("[name=name]"))?.dataset.limit ?? Infinity);
}

/** @param {BoardPage} page @param {string[]} ids @param {string} name */
function createLabel(page, ids, name) {
  const id = uuid7();
  const used = new Set(labelsOf(page).map(({ color }) => color));
  const color = HUES.find((hue) => !used.has(hue)) ?? HUES[used.size % HUES.length];
  page.undo.group(fill(gettext("Label “%(name)s” created"), { name }), () => {
    page.commands.issue("label.create", id, { id, projectId: page.projectId, name, color });
    changeList(page, ids, "labelIds", id, true);
  });
}
