/** Pickers for labels, assignees and the due date of one or several cards. The server renders their forms. */

import { placeBeside } from "../board/input/menus.js";
import { updateCard } from "../board/commands/cards.js";
import { cardNode } from "../board/dom/queries.js";
import { focusCardById } from "../board/input/focus.js";
import { updateCards } from "./bulk.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */

const REFRESHING_EVENTS = /^(label\.|member\.|invitation\.accepted)/;

/** @param {BoardPage} page */
export function watchPickers(page) {
  const box = /** @type {HTMLElement} */ (document.getElementById("many-pickers"));
  box.addEventListener("submit", (event) => { event.preventDefault(); save(page, /** @type {Element} */ (event.target)); });
  box.addEventListener("click", (event) => {
    const clear = /** @type {Element} */ (event.target).closest("[data-clear]");
    if (clear) { fieldOf(clear).value = ""; save(page, clear); }
  });
  page.root.addEventListener("kr:event", (event) => {
    if (REFRESHING_EVENTS.test(/** @type {CustomEvent} */ (event).detail.event.type)) box.dataset.stale = "";
  });
  page.root.addEventListener("kr:resync", (event) => replacePickers(box, /** @type {CustomEvent} */ (event).detail));
}

/** @param {BoardPage} page @param {"labels" | "assignees" | "due"} kind @param {string[]} ids @param {Element} beside */
export async function openPicker(page, kind, ids, beside) {
  const box = /** @type {HTMLElement} */ (document.getElementById("many-pickers"));
  if ("stale" in box.dataset) await page.partials.page().then((fresh) => replacePickers(box, fresh)).catch(() => undefined);
  const menu = /** @type {HTMLElement} */ (document.getElementById(`many-${kind}`));
  menu.dataset.ids = ids.join(" ");
  if (kind === "due") fillDate(menu, ids[0]);
  else fillCheckboxes(menu, ids, kind);
  menu.showPopover();
  placeBeside(menu, beside.getBoundingClientRect());
  /** @type {HTMLElement | null} */ (menu.querySelector("input:not([type=hidden])"))?.focus();
  const focused = beside.closest(".card") ? ids[0] : "";
  menu.addEventListener(
    "toggle",
    (event) => {
      if (/** @type {ToggleEvent} */ (event).newState === "closed" && focused) focusCardById(focused);
    },
    { once: true },
  );
}

/** @param {HTMLElement} box @param {Document} fresh */
function replacePickers(box, fresh) {
  const next = fresh.getElementById("many-pickers");
  if (!next) return;
  box.replaceChildren(...document.importNode(next, true).childNodes);
  delete box.dataset.stale;
}

/**
 * Checks a box if all cards have the value; it is indeterminate if some have it.
 * @param {HTMLElement} menu
 * @param {string[]} ids
 * @param {string} kind
 */
function fillCheckboxes(menu, ids, kind) {
  const lists = ids.map((id) => (cardNode(id)?.dataset[kind] ?? "").split(" "));
  for (const tick of checkboxesOf(menu)) {
    const n = lists.filter((list) => list.includes(tick.value)).length;
    tick.checked = n === ids.length;
    tick.indeterminate = n > 0 && n < ids.length;
    tick.dataset.before = tick.indeterminate ? "some" : String(tick.checked);
  }
}

/** @param {HTMLElement} menu @param {string} id */
function fillDate(menu, id) {
  const at = cardNode(id)?.querySelector("time[data-due]")?.getAttribute("datetime");
  const clear = /** @type {HTMLElement} */ (menu.querySelector("[data-clear]"));
  fieldOf(menu).value = at ? new Date(new Date(at).getTime() - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : "";
  clear.hidden = !at;
}

/** @param {BoardPage} page @param {Element} pressed */
function save(page, pressed) {
  const menu = /** @type {HTMLElement} */ (pressed.closest("[popover]"));
  const ids = (menu.dataset.ids ?? "").split(" ").filter((id) => cardNode(id));
  menu.hidePopover();
  if (!ids.length) return;
  if (menu.id === "many-due") { setDate(page, ids[0], fieldOf(menu).value); return; }
  const on = checkboxesOf(menu).filter((tick) => tick.checked && tick.dataset.before !== "true").map((tick) => tick.value);
  const off = checkboxesOf(menu)
    .filter((tick) => !tick.checked && !tick.indeterminate && tick.dataset.before !== "false")
    .map((tick) => tick.value);
  const kind = menu.id === "many-labels" ? "LabelIds" : "AssigneeIds";
  const change = { ...(on.length && { [`add${kind}`]: on }), ...(off.length && { [`remove${kind}`]: off }) };
  if (Object.keys(change).length) updateCards(page, ids, change);
}

/** @param {BoardPage} page @param {string} id @param {string} local */
function setDate(page, id, local) {
  updateCard(page, id, { dueAt: local ? new Date(local).toISOString() : null });
}

/** @param {Element} near @returns {HTMLInputElement} */
function fieldOf(near) {
  return /** @type {HTMLInputElement} */ (near.closest("[popover]")?.querySelector("input"));
}

/** @param {HTMLElement} menu @returns {HTMLInputElement[]} */
function checkboxesOf(menu) {
  return [...menu.querySelectorAll("input")].filter(({ type }) => type === "checkbox");
}
