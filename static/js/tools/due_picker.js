/** The due date of a card, in a small form that the server renders. */

import { updateCard } from "../board/commands/cards.js";
import { cardNode } from "../board/dom/queries.js";
import { focusCardById } from "../board/input/focus.js";
import { placeInWindow } from "../pickers/placement.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */

/** @param {BoardPage} page @param {string[]} ids @param {Element} beside */
export function openDuePicker(page, [id], beside) {
  const menu = /** @type {HTMLElement} */ (document.getElementById("many-due"));
  const form = /** @type {HTMLFormElement} */ (menu.querySelector("form"));
  const field = /** @type {HTMLInputElement} */ (menu.querySelector("input"));
  const clear = /** @type {HTMLElement} */ (menu.querySelector("[data-clear]"));
  const at = cardNode(id)?.querySelector("time[data-due]")?.getAttribute("datetime");
  field.value = at ? new Date(new Date(at).getTime() - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : "";
  clear.hidden = !at;
  const save = (/** @type {string} */ local) => {
    menu.hidePopover();
    if (cardNode(id)) updateCard(page, id, { dueAt: local ? new Date(local).toISOString() : null });
  };
  form.onsubmit = (event) => { event.preventDefault(); save(field.value); };
  clear.onclick = () => save("");
  menu.ontoggle = (event) => { if (/** @type {ToggleEvent} */ (event).newState === "closed") focusCardById(id); };
  menu.showPopover();
  placeInWindow(menu, beside.getBoundingClientRect());
  field.focus();
}
