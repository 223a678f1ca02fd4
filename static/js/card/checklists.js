/** Checklists of an open card: by their forms, by dragging, and with a way back. */

import Sortable from "../../vendor/sortablejs/sortable.esm.js";
import { announce } from "../page/announce.js";
import { fill, gettext } from "../page/i18n.js";
import { uuid7 } from "../page/uuid7.js";
import { fold } from "./comments.js";
import { instantOf } from "./dates.js";
import { empty } from "./draft_fields.js";

/** @typedef {import("./dialog").Sheet} Sheet */

/** @type {WeakSet<Element>} */
const sortable = new WeakSet();

/** @param {Sheet} sheet */
export function watchLists(sheet) {
  // Words that were refused are in the field again.
  sheet.page.root.addEventListener("kr:failed", (event) => {
    const { entry } = /** @type {CustomEvent} */ (event).detail;
    const { type, payload } = entry;
    if (type !== "checklist_item.create" && !(type === "checklist_item.update" && payload.text)) return;
    const list = payload.checklistId ?? sheet.body.querySelector(`#item-${CSS.escape(entry.entity)}`)?.closest("[data-checklist]")?.getAttribute("data-checklist");
    const field = /** @type {HTMLInputElement | null} */ (sheet.body.querySelector(`#add-item-${CSS.escape(list ?? "none")}`));
    if (!field || field.value) return;
    field.value = payload.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  sheet.dialog.addEventListener("keydown", (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !field.matches(".item__edit textarea")) return;
    event.preventDefault();
    /** @type {HTMLTextAreaElement} */ (field).form?.requestSubmit();
  });
}

/** After the body was filled. @param {Sheet} sheet */
export function makeListsSortable(sheet) {
  if (!sheet.page.writes) return;
  for (const list of sheet.body.querySelectorAll("[data-items]")) {
    if (sortable.has(list)) continue;
    sortable.add(list);
    new Sortable(/** @type {HTMLElement} */ (list), {
      group: "items", handle: "[data-grip]", draggable: ".item", animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 160, forceFallback: true, fallbackOnBody: false,
      ghostClass: "is-ghost", fallbackClass: "is-drag", delay: 120, delayOnTouchOnly: true, touchStartThreshold: 6,
      onStart: () => { sheet.held = true; },
      onEnd: ({ item, from, oldDraggableIndex, newDraggableIndex, to }) => {
        if (from !== to || oldDraggableIndex !== newDraggableIndex) moved(sheet, item);
        sheet.letGo();
      },
    });
  }
}

/** It stands where it was dropped; the server is told. @param {Sheet} sheet @param {HTMLElement} item */
function moved(sheet, item) {
  const id = item.dataset.item ?? "";
  const above = item.previousElementSibling;
  const checklistId = idOf(item);
  sheet.page.changes.issue("checklist_item.move", id, { id, checklistId, after: above instanceof HTMLElement ? above.dataset.item : null });
  sheet.paint();
}

/** @type {Record<string, import("./forms").Act>} */
export const LIST_FORMS = {
  "checklist-create": (sheet, form) => {
    const name = wordsOf(form, "name");
    if (!name) return false;
    const id = uuid7();
    sheet.page.changes.issue("checklist.create", id, { id, cardId: sheet.cardId, name });
    form.reset();
    fold(form);
    sheet.paint();
    /** @type {HTMLElement | null} */ (document.querySelector(`#checklist-${id} .item-add input[name=item]`))?.focus();
    return undefined;
  },
  "checklist-act": (sheet, form, submitter) => {
    const list = /** @type {HTMLElement} */ (form.closest("[data-checklist]"));
    const id = list.dataset.checklist ?? "";
    const asked = submitter?.value;
    if (asked === "up" || asked === "down") { step(sheet, "checklist.move", list, id, asked); return false; }
    fold(form);
    if (asked === "delete") sheet.page.changes.issue("checklist.delete", id, { id });
    else sheet.page.changes.issue("checklist.update", id, { id, name: wordsOf(form, "name") });
    return undefined;
  },
  "item-create": (sheet, form) => {
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("item"));
    const text = field.value.trim();
    if (!text) return false;
    const [id, checklistId] = [uuid7(), idOf(form)];
    sheet.page.changes.issue("checklist_item.create", id, { id, checklistId, text });
    sheet.drafts.drop(sheet.cardId, field.dataset.draft ?? "");
    field.defaultValue = "";
    empty(field);
    field.focus();
    announce(fill(gettext("%(text)s added"), { text }));
    return undefined;
  },
  "item-act": (sheet, form, submitter) => {
    const item = /** @type {HTMLElement} */ (form.closest("[data-item]"));
    const id = item.dataset.item ?? "";
    const { changes } = sheet.page;
    const asked = submitter?.value;
    if (asked === "tick" || asked === "untick") changes.issue("checklist_item.update", id, { id, done: asked === "tick" });
    else if (asked === "up" || asked === "down") { step(sheet, "checklist_item.move", item, id, asked); return false; }
    else if (asked === "card") changes.issue("checklist_item.convert", id, { id });
    else if (asked === "delete") changes.issue("checklist_item.delete", id, { id });
    else return change(sheet, form, id);
    return undefined;
  },
};

/** @param {Sheet} sheet @param {HTMLFormElement} form @param {string} id */
function change(sheet, form, id) {
  const text = wordsOf(form, "text").replace(/\s+/g, " ");
  if (!text) return false;
  const who = /** @type {HTMLSelectElement} */ (form.elements.namedItem("assignee"));
  sheet.page.changes.issue("checklist_item.update", id, { id, text, assigneeId: who.value || null, dueAt: instantOf(form, "due_at") });
  sheet.drafts.drop(sheet.cardId, `text-${id}`);
  fold(form);
  form.closest("[data-item]")?.querySelector("summary")?.focus();
  return undefined;
}

/** One place up or down; the button that was pressed keeps the focus. @param {Sheet} sheet @param {string} type @param {HTMLElement} node @param {string} id @param {"up" | "down"} way */
function step(sheet, type, node, id, way) {
  const siblings = /** @type {HTMLElement[]} */ ([...(node.parentElement?.children ?? [])].filter((other) => !(/** @type {HTMLElement} */ (other).hidden)));
  const at = siblings.indexOf(node);
  const to = way === "up" ? at - 1 : at + 1;
  if (to < 0 || to >= siblings.length) return;
  const above = way === "up" ? siblings[to - 1] : siblings[to];
  const after = above?.dataset.item ?? above?.dataset.checklist ?? null;
  const pressed = document.activeElement;
  sheet.page.changes.issue(type, id, { id, after });
  sheet.paint();
  if (pressed instanceof HTMLElement) pressed.focus();
  announce(fill(gettext("Now %(place)s of %(total)s"), { place: to + 1, total: siblings.length }));
}

/** Of the list that this stands in. @param {Element} node */
function idOf(node) {
  return /** @type {HTMLElement} */ (node.closest("[data-checklist]")).dataset.checklist ?? "";
}

/** @param {HTMLFormElement} form @param {string} name */
function wordsOf(form, name) {
  return String(new FormData(form).get(name) ?? "").trim();
}
