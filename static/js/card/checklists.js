/** Checklists of an open card: their forms and the drag of items. */

import Sortable from "../../vendor/sortablejs/sortable.esm.js";
import { announce } from "../page/announce.js";
import { clearField } from "../drafts/draft_fields.js";
import { fill, gettext } from "../page/i18n.js";
import { uuid7 } from "../page/uuid7.js";
import { closeDetails } from "./comments.js";
import { momentOf } from "./dates.js";
import { visibleText } from "../texts/visible.js";
import { addPastedItems, watchItemPaste } from "./paste_items.js";

/** @typedef {import("./dialog").CardDialog} CardDialog */

/** @type {WeakSet<Element>} */
const sortable = new WeakSet();

/** @param {CardDialog} cardDialog */
export function watchChecklists(cardDialog) {
  watchItemPaste(cardDialog);
  cardDialog.dialog.addEventListener("keydown", (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    if (event.key !== "Enter" || event.shiftKey || !field.matches(".item__edit textarea")) return;
    event.preventDefault();
    /** @type {HTMLTextAreaElement} */ (field).form?.requestSubmit();
  });
}

/** Makes checklist items draggable. Runs after the dialog was rendered. @param {CardDialog} cardDialog */
export function makeChecklistsSortable(cardDialog) {
  if (!cardDialog.page.canWrite) return;
  for (const list of cardDialog.body.querySelectorAll("[data-items]")) {
    if (sortable.has(list)) continue;
    sortable.add(list);
    new Sortable(/** @type {HTMLElement} */ (list), {
      group: "items",
      handle: "[data-grip]",
      draggable: ".item",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 160,
      forceFallback: true,
      fallbackOnBody: false,
      ghostClass: "is-ghost",
      fallbackClass: "is-drag",
      delay: 120,
      delayOnTouchOnly: true,
      touchStartThreshold: 6,
      onStart: () => {
        cardDialog.isDragging = true;
      },
      onEnd: ({ item, from, oldDraggableIndex, newDraggableIndex, to }) => {
        if (from !== to || oldDraggableIndex !== newDraggableIndex) moveItem(cardDialog, item);
        cardDialog.dragEnded();
      },
    });
  }
}

/** Issues the move of a dropped item. @param {CardDialog} cardDialog @param {HTMLElement} item */
function moveItem(cardDialog, item) {
  const id = item.dataset.item ?? "";
  const above = item.previousElementSibling;
  const checklistId = checklistIdOf(item);
  cardDialog.page.commands.issue("checklist_item.move", id, {
    id,
    checklistId,
    after: above instanceof HTMLElement ? above.dataset.item : null,
  });
  cardDialog.showPending();
}

/** @type {Record<string, import("./forms").FormHandler>} */
export const CHECKLIST_FORMS = {
  "checklist-create": (cardDialog, form) => {
    const name = textOf(form, "name");
    if (!name) return false;
    const id = uuid7();
    cardDialog.page.commands.issue("checklist.create", id, { id, cardId: cardDialog.cardId, name });
    form.reset();
    closeDetails(form);
    cardDialog.showPending();
    /** @type {HTMLElement | null} */ (document.querySelector(`#checklist-${id} .item-add input[name=item]`))?.focus();
    return undefined;
  },
  "checklist-act": (cardDialog, form, submitter) => {
    const list = /** @type {HTMLElement} */ (form.closest("[data-checklist]"));
    const id = list.dataset.checklist ?? "";
    const asked = submitter?.value;
    if (asked === "up" || asked === "down") { moveByOne(cardDialog, "checklist.move", list, id, asked); return false; }
    closeDetails(form);
    if (asked === "delete") cardDialog.page.commands.issue("checklist.delete", id, { id });
    else cardDialog.page.commands.issue("checklist.update", id, { id, name: textOf(form, "name") });
    return undefined;
  },
  "item-create": (cardDialog, form, submitter) => {
    if (addPastedItems(cardDialog, form, checklistIdOf(form), submitter)) return undefined;
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("item"));
    const text = visibleText(field.value);
    if (!text) return false;
    const [id, checklistId] = [uuid7(), checklistIdOf(form)];
    cardDialog.page.commands.issue("checklist_item.create", id, { id, checklistId, text });
    field.defaultValue = "";
    clearField(field);
    field.focus();
    announce(fill(gettext("%(text)s added"), { text }));
    return undefined;
  },
  "item-act": (cardDialog, form, submitter) => {
    const item = /** @type {HTMLElement} */ (form.closest("[data-item]"));
    const id = item.dataset.item ?? "";
    const { commands } = cardDialog.page;
    const asked = submitter?.value;
    if (asked === "tick" || asked === "untick") commands.issue("checklist_item.update", id, { id, done: asked === "tick" });
    else if (asked === "up" || asked === "down") { moveByOne(cardDialog, "checklist_item.move", item, id, asked); return false; }
    else if (asked === "card") commands.issue("checklist_item.convert", id, { id });
    else if (asked === "delete") commands.issue("checklist_item.delete", id, { id });
    else return updateItem(cardDialog, form, id);
    return undefined;
  },
};

/** @param {CardDialog} cardDialog @param {HTMLFormElement} form @param {string} id */
function updateItem(cardDialog, form, id) {
  const text = textOf(form, "text").replace(/\s+/g, " ");
  if (!text) return false;
  const who = /** @type {HTMLSelectElement} */ (form.elements.namedItem("assignee"));
  cardDialog.page.commands.issue("checklist_item.update", id, {
    id,
    text,
    assigneeId: who.value || null,
    dueAt: momentOf(form, "due_at"),
  });
  closeDetails(form);
  form.closest("[data-item]")?.querySelector("summary")?.focus();
  return undefined;
}

/**
 * Moves a checklist or an item by one place. The pressed button keeps the focus.
 * @param {CardDialog} cardDialog
 * @param {string} type
 * @param {HTMLElement} node
 * @param {string} id
 * @param {"up" | "down"} way
 */
function moveByOne(cardDialog, type, node, id, way) {
  const siblings = /** @type {HTMLElement[]} */ (
    [...(node.parentElement?.children ?? [])].filter((other) => !(/** @type {HTMLElement} */ (other).hidden))
  );
  const at = siblings.indexOf(node);
  const to = way === "up" ? at - 1 : at + 1;
  if (to < 0 || to >= siblings.length) return;
  const above = way === "up" ? siblings[to - 1] : siblings[to];
  const after = above?.dataset.item ?? above?.dataset.checklist ?? null;
  const pressed = document.activeElement;
  cardDialog.page.commands.issue(type, id, { id, after });
  cardDialog.showPending();
  if (pressed instanceof HTMLElement) pressed.focus();
  announce(fill(gettext("Now %(place)s of %(total)s"), { place: to + 1, total: siblings.length }));
}

/** The id of the checklist around a node. @param {Element} node */
function checklistIdOf(node) {
  return /** @type {HTMLElement} */ (node.closest("[data-checklist]")).dataset.checklist ?? "";
}

/** @param {HTMLFormElement} form @param {string} name */
function textOf(form, name) {
  return visibleText(String(new FormData(form).get(name) ?? ""));
}
