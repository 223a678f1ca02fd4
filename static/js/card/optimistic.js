/** Previews pending commands of the open card on top of the server's HTML. Each preview is idempotent. */

import { avatarOf } from "../page/avatars.js";
import { fill, gettext } from "../page/i18n.js";
import { formatTimes } from "../page/time.js";
import { showTicks } from "./task_ticks.js";

/** @typedef {import("./dialog").CardDialog} CardDialog */
/** @typedef {import("../types").Entry} Entry */

/** @param {CardDialog} cardDialog */
export function previewPending(cardDialog) {
  for (const entry of cardDialog.pending()) PREVIEWS[entry.type]?.(cardDialog.body, entry, cardDialog);
  for (const list of cardDialog.body.querySelectorAll("[data-checklist]")) updateProgress(/** @type {HTMLElement} */ (list));
}

/** @type {Record<string, (body: HTMLElement, entry: Entry, cardDialog: CardDialog) => void>} */
const PREVIEWS = {
  "comment.create": (body, { entity, payload, at }, { cardId }) => {
    if (payload.cardId !== cardId || body.querySelector(`#comment-${entity}`)) return;
    const comment = fromTemplate(body, "comment", entity);
    if (!comment) return;
    Object.assign(comment.dataset, { id: entity, text: payload.text });
    setCommentText(comment, payload.text);
    const time = comment.querySelector("time");
    if (time) {
      time.dateTime = new Date(at).toISOString();
      formatTimes(comment);
    }
    body.querySelector("[data-comments]")?.append(comment);
    hideEmptyText(body, "#comments");
  },
  "comment.update": (body, { entity, payload }) => setCommentText(body.querySelector(`#comment-${entity}`), payload.text),
  "comment.delete": (body, { entity }) => hide(body, `#comment-${entity}`),
  "checklist.create": (body, { entity, payload }, { cardId }) => {
    if (payload.cardId !== cardId || body.querySelector(`#checklist-${entity}`)) return;
    const list = fromTemplate(body, "checklist", entity);
    if (!list) return;
    list.dataset.checklist = entity;
    rename(list, payload.name);
    body.querySelector("[data-lists]")?.append(list);
  },
  "checklist.update": (body, { entity, payload }) => {
    const list = body.querySelector(`#checklist-${entity}`);
    if (list) rename(list, payload.name);
  },
  "checklist.move": (body, { entity, payload }) =>
    moveAfter(
      body.querySelector("[data-lists]"),
      body.querySelector(`#checklist-${entity}`),
      payload.after && `checklist-${payload.after}`,
    ),
  "checklist.delete": (body, { entity }) => hide(body, `#checklist-${entity}`),
  "checklist_item.create": (body, { entity, payload }) => {
    const list = body.querySelector(`#checklist-${payload.checklistId} [data-items]`);
    if (!list || body.querySelector(`#item-${entity}`)) return;
    const item = fromTemplate(body, "item", entity);
    if (!item) return;
    item.dataset.item = entity;
    updateItem(item, payload);
    if ("after" in payload) moveAfter(list, item, payload.after && `item-${payload.after}`);
    else list.append(item);
  },
  "checklist_item.update": (body, { entity, payload }) => updateItem(body.querySelector(`#item-${entity}`), payload),
  "checklist_item.move": (body, { entity, payload }) => {
    const item = body.querySelector(`#item-${entity}`);
    const list = payload.checklistId ? body.querySelector(`#checklist-${payload.checklistId} [data-items]`) : item?.parentElement;
    moveAfter(list ?? null, item, payload.after && `item-${payload.after}`);
  },
  "checklist_item.delete": (body, { entity }) => hide(body, `#item-${entity}`),
  "checklist_item.convert": (body, { entity }) => hide(body, `#item-${entity}`),
  "card.update": (body, { entity, payload }, { cardId }) => {
    if (entity !== cardId) return;
    const title = body.querySelector("#card-title");
    if (title && payload.title !== undefined) title.textContent = payload.title;
    if (payload.description !== undefined) setDescription(body, payload.description);
    if ("doneAt" in payload) body.querySelector(".done")?.setAttribute("aria-checked", String(Boolean(payload.doneAt)));
  },
  "card.watch": (body, { entity }, { cardId }) => setWatching(body, entity === cardId, true),
  "card.unwatch": (body, { entity }, { cardId }) => setWatching(body, entity === cardId, false),
};

/**
 * Copies one of the server's templates, to be shown until the server's node arrives.
 * @param {HTMLElement} body
 * @param {string} name
 * @param {string} entity
 */
function fromTemplate(body, name, entity) {
  const template = /** @type {HTMLTemplateElement | null} */ (body.querySelector(`template[data-blank=${name}]`));
  const node = /** @type {HTMLElement | null} */ (template && document.importNode(template.content, true).firstElementChild);
  if (!node) return null;
  node.dataset.pending = "";
  for (const part of [node, ...node.querySelectorAll("*")]) completeIds(part, entity);
  return node;
}

/**
 * Completes names in a template that end before the entity's id, so that the server's node replaces this one.
 * @param {Element} part
 * @param {string} entity
 */
function completeIds(part, entity) {
  for (const name of ["id", "for", "aria-labelledby", "data-draft"]) {
    const begun = part.getAttribute(name);
    if (begun?.endsWith("-")) part.setAttribute(name, begun + entity);
  }
}

/** @param {Element | null} comment @param {string} text */
function setCommentText(comment, text) {
  const words = comment?.querySelector(".comment__body");
  if (!words || !comment) return;
  if (showTicks(words, /** @type {HTMLElement} */ (comment).dataset.text, text)) return;
  Object.assign(words, { dir: "auto", textContent: text });
  words.toggleAttribute("data-plain", true);
}

/** @param {HTMLElement} body @param {string} text */
function setDescription(body, text) {
  const shown = body.querySelector(".sheet__read > :is(.prose, .sec__none)");
  const field = /** @type {HTMLTextAreaElement | null} */ (body.querySelector("#edit-description"));
  if (!shown || showTicks(shown, field?.defaultValue, text)) return;
  Object.assign(shown, { className: "prose", dir: "auto", textContent: text });
  shown.toggleAttribute("data-plain", true);
}

/** @param {Element | null} item @param {Record<string, any>} payload */
function updateItem(item, payload) {
  if (!item) return;
  const words = item.querySelector("[data-text]");
  if (words && payload.text !== undefined) words.textContent = payload.text;
  const field = /** @type {HTMLTextAreaElement | null} */ (item.querySelector("textarea[name=text]"));
  if (field && payload.text !== undefined) field.defaultValue = payload.text;
  if (payload.done !== undefined) tick(item, payload.done);
  if (payload.assigneeId === undefined) return;
  item.querySelector(".item__facts .av")?.remove();
  const face = payload.assigneeId && avatarOf(payload.assigneeId, "av--sm");
  if (face) item.querySelector(".item__facts")?.append(face);
}

/** @param {Element} item @param {boolean} done */
function tick(item, done) {
  item.toggleAttribute("data-done", done);
  const box = /** @type {HTMLButtonElement | null} */ (item.querySelector(".tick"));
  box?.setAttribute("aria-checked", String(done));
  if (box) box.value = done ? "untick" : "tick";
}

/** @param {Element} list @param {string} name */
function rename(list, name) {
  const heading = list.querySelector("[data-name]");
  const field = /** @type {HTMLInputElement | null} */ (list.querySelector("input[name=name]"));
  if (name === undefined) return;
  if (heading) heading.textContent = name;
  if (field) field.defaultValue = name;
  list.querySelector(".list__edit > summary")?.setAttribute("aria-label", fill(gettext("Change %(name)s"), { name }));
  const words = list.querySelector(".item-add > label");
  if (words) words.textContent = fill(gettext("New item in %(name)s"), { name });
}

/**
 * Places a node directly below `after`: null is the top, undefined the end.
 * @param {Element | null} parent
 * @param {Element | null} node
 * @param {string | null | undefined} after an element's id
 */
export function moveAfter(parent, node, after) {
  if (!parent || !node) return;
  const anchor = after ? document.getElementById(after) : null;
  const next = after === undefined ? null : anchor ? anchor.nextElementSibling : parent.firstElementChild;
  if (next !== node && (node.parentElement !== parent || node.nextElementSibling !== next)) parent.insertBefore(node, next);
}

/** @param {HTMLElement} body @param {string} selector */
function hide(body, selector) {
  const node = /** @type {HTMLElement | null} */ (body.querySelector(selector));
  if (node) node.hidden = true;
}

/** @param {HTMLElement} body @param {string} section */
function hideEmptyText(body, section) {
  const none = /** @type {HTMLElement | null} */ (body.querySelector(`${section} [data-none]`));
  if (none) none.hidden = true;
}

/** @param {HTMLElement} body @param {boolean} here @param {boolean} on */
function setWatching(body, here, on) {
  const button = /** @type {HTMLButtonElement | null} */ (here ? body.querySelector("[data-form=card-watch] button") : null);
  button?.setAttribute("aria-pressed", String(on));
  if (button) button.value = on ? "unwatch" : "watch";
}

/** @param {HTMLElement} list */
function updateProgress(list) {
  const items = [...list.querySelectorAll(".item:not([hidden])")];
  const done = items.filter((item) => item.hasAttribute("data-done")).length;
  const count = list.querySelector("[data-count]");
  if (count) count.textContent = `${done}/${items.length}`;
  const bar = list.querySelector("progress");
  if (bar) Object.assign(bar, { value: done, max: Math.max(1, items.length) });
}
