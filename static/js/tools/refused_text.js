/**
 * Gives the text of a refused command back: into the field that it came from, or, if that is gone or has other text by now, in a
 * notice that stays, with "Put back" and "Copy".
 */

import { announce } from "../page/announce.js";
import { copyText } from "../page/clipboard.js";
import { gettext } from "../page/i18n.js";
import { keepNotice } from "../notices/queue.js";
import { openColumnComposer, openComposer } from "../board/input/composer.js";
import { cardNode, columnNode } from "../board/dom/queries.js";
import { restoreTitles } from "./composer_drafts.js";
import { renameCardInPlace, renameColumnInPlace } from "./inline_rename.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */
/** @typedef {import("../types").Entry} Entry */
/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */
/**
 * The place of a refused text. `open` shows its field, where that is possible; `kept` means that the field has the text by itself.
 * @typedef {{ text: string, open?: () => void, find?: () => Field | null, kept?: boolean }} Place
 */

/**
 * @param {BoardPage} page @param {Entry} entry @param {string} why
 * @returns {boolean} whether a notice with the text and the reason was shown
 */
export function giveBack(page, entry, why) {
  const place = placeOf(page, entry);
  if (!place?.text) return false;
  const { text, find = () => null, open, kept } = place;
  const field = find();
  if (kept && field) return false;
  if (field && isFree(field, text) && isShown(field)) { fillIn(field, text); return false; }
  const canOpen = page.canWrite && (open || field);
  const putBack = () => { open?.(); const there = find(); if (there && !kept) addTo(there, text); there?.focus(); };
  offerText({ text, why, putBack: canOpen ? putBack : undefined });
  return true;
}

/** The texts of commands, one below the other. @param {Entry[]} entries */
export function textsOf(entries) {
  return entries.flatMap(({ payload: { titles, title, description, name, text } }) =>
    [titles?.join("\n"), title, description, name, text].filter(Boolean)).join("\n\n");
}

/**
 * Shows a text that would else be lost. The notice stays until it is dismissed.
 * @param {{ text: string, why: string, putBack?: () => void }} facts
 */
export function offerText({ text, why, putBack }) {
  const blank = /** @type {HTMLTemplateElement | null} */ (document.getElementById("refused-text"));
  const node = /** @type {HTMLElement | null} */ (blank && document.importNode(blank.content, true).firstElementChild);
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (node?.querySelector(selector));
  if (!node) return;
  part("[data-why]").textContent = why;
  part("[data-refused]").textContent = text;
  part("[data-put-back]").hidden = !putBack;
  part("[data-put-back]").addEventListener("click", () => { node.remove(); putBack?.(); });
  part("[data-copy-text]").addEventListener("click", () => copyText(text));
  part("[data-action=toast-close]").addEventListener("click", () => node.remove());
  keepNotice(node);
  announce(`${why} ${gettext("Your text is in a notice.")}`);
}

/** @param {BoardPage} page @param {Entry} entry @returns {Place | null} */
function placeOf(page, entry) {
  const { type, entity, payload } = entry;
  return PLACES[type]?.(page, entity, payload) ?? null;
}

/** @type {Record<string, (page: BoardPage, entity: string, payload: Record<string, any>) => Place | null>} */
const PLACES = {
  "card.create": (page, _entity, payload) => titlesPlace(page, payload.columnId, linesOrTitle(payload)),
  "cards.create": (page, _entity, { columnId, titles }) => titlesPlace(page, columnId, titles.join("\n")),
  "card.update": (page, entity, { title, description }) => cardTextPlace(page, entity, title, description),
  "column.create": (page, _entity, { name }) => ({
    text: name,
    find: () => query(".column--new form [name=name]"),
    open: () => openColumnComposer(page),
  }),
  "column.update": (page, entity, { name }) => {
    const column = columnNode(entity);
    return {
      text: name,
      find: () => query(".column__rename", columnNode(entity)),
      open: column ? () => renameColumnInPlace(page, column) : undefined,
    };
  },
  "comment.create": (page, _entity, { cardId, text }) => onCard(page, cardId, text, "#new-comment"),
  "comment.update": (_page, entity, { text }) => ({ text, find: () => query(`#edit-comment-${entity}`) }),
  "checklist.create": (_page, _entity, { name }) => ({ text: name, find: () => query("#new-checklist") }),
  "checklist.update": (_page, entity, { name }) => ({ text: name, find: () => query(`#name-${entity}`) }),
  "checklist_item.create": (_page, _entity, { checklistId, text }) => ({ text, find: () => query(`#add-item-${checklistId}`) }),
  "checklist_item.update": (_page, entity, { text }) => ({ text, find: () => query(`#text-${entity}`) }),
  "label.create": (_page, _entity, { name }) => ({ text: name, find: () => query("#label-name-") }),
  "label.update": (_page, entity, { name }) => ({ text: name, find: () => query(`#label-name-${entity}`) }),
};

/**
 * The form for new cards. It keeps a draft, also while it is closed.
 * @param {BoardPage} page @param {string} columnId @param {string} text
 */
function titlesPlace(page, columnId, text) {
  const column = columnNode(columnId);
  if (column) restoreTitles(page, columnId, text);
  return {
    text,
    kept: Boolean(column),
    find: () => query("[data-composer] textarea", columnNode(columnId)),
    open: column ? () => openComposer(page, column, "end") : undefined,
  };
}

/** What was pasted as one card: its description has all lines. @param {Record<string, any>} payload */
function linesOrTitle({ title, description }) {
  const [first] = (description ?? "").trim().split("\n");
  return first.startsWith(title.replace(/…$/, "")) ? description : title;
}

/** @param {BoardPage} page @param {string} id @param {string} [title] @param {string} [description] @returns {Place | null} */
function cardTextPlace(page, id, title, description) {
  if (description !== undefined) return onCard(page, id, [title, description].filter(Boolean).join("\n\n"), "#edit-description");
  if (title === undefined || isOpen(id)) return null;
  const card = cardNode(id);
  return { text: title, find: () => query(".card__rename", cardNode(id)), open: card ? () => renameCardInPlace(page, card) : undefined };
}

/**
 * A text in the card's dialog, which keeps a draft of it.
 * @param {BoardPage} page @param {string} id @param {string} text @param {string} field
 */
function onCard(page, id, text, field) {
  const number = Number(cardNode(id)?.dataset.number);
  const find = () => (isOpen(id) ? query(field) : null);
  return { text, kept: true, find, open: number ? () => { void page.openCard(number); } : undefined };
}

/** @param {string} id */
function isOpen(id) {
  return Boolean(document.querySelector(`#card-dialog[open] [data-card="${CSS.escape(id)}"]`));
}

/** @param {string} selector @param {ParentNode | null} [within] @returns {Field | null} */
function query(selector, within = document) {
  return within?.querySelector(selector) ?? null;
}

/** @param {Field} field @param {string} text */
function isFree(field, text) {
  return !field.value.trim() || field.value === field.defaultValue || field.value === text;
}

/** Is the field in sight, if the folds around it are open? @param {Field} field */
function isShown(field) {
  if (field.closest("dialog:not([open])") || (field.closest("[popover]") && !field.closest(":popover-open"))) return false;
  return field.isConnected;
}

/** @param {Field} field @param {string} text */
function fillIn(field, text) {
  for (let fold = field.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Puts a text before what the field has. @param {Field} field @param {string} text */
function addTo(field, text) {
  const popover = /** @type {HTMLElement | null} */ (field.closest("[popover]:not(:popover-open)"));
  popover?.showPopover();
  const between = field instanceof HTMLTextAreaElement ? "\n" : " ";
  fillIn(field, isFree(field, text) ? text : `${text}${between}${field.value}`);
}
