/** Edits the project's labels: pick one, then change its name and colour, or delete it. */

import { topDialog } from "../../page/announce.js";
import { gettext } from "../../page/i18n.js";
import { lengthLeft, refuseLong } from "../../page/field_limits.js";
import { placeInWindow } from "../input/menus.js";
import { visibleText } from "../../texts/visible.js";
import { dotOf, labelsOf } from "./labels.js";

/** @typedef {import("../page").BoardPage} BoardPage */

/**
 * @param {BoardPage} page @param {DOMRect} at @param {() => void} closed
 * @param {typeof import("../../pickers/list_picker").ListPicker} ListPicker
 */
export function editLabels(page, at, closed, ListPicker) {
  const picker = new ListPicker({
    title: gettext("Edit a label"),
    options: () => labelsOf(page).map(({ id, name, color }) => ({ id, name, picture: () => dotOf(color) })),
    pick: ({ id }) => openForm(page, id, at, closed),
    closed,
  });
  picker.open((box) => placeInWindow(box, at));
}

/** @param {BoardPage} page @param {string} id @param {DOMRect} at @param {() => void} closed */
function openForm(page, id, at, closed) {
  const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("label-form"));
  const label = labelsOf(page).find((each) => each.id === id);
  if (!template || !label) return;
  const box = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
  const form = /** @type {HTMLFormElement} */ (box.querySelector("form"));
  const name = /** @type {HTMLInputElement} */ (form.elements.namedItem("name"));
  name.defaultValue = label.name;
  const hue = /** @type {HTMLInputElement | null} */ (form.querySelector(`input[value="${label.color}"]`));
  if (hue) hue.checked = true;
  const close = () => { if (box.isConnected) { box.remove(); closed(); } };
  box.addEventListener("toggle", (event) => { if (/** @type {ToggleEvent} */ (event).newState === "closed") close(); });
  box.addEventListener("keydown", (event) => closeByEscape(event, close));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const isDeletion = /** @type {HTMLButtonElement | null} */ (event.submitter)?.value === "delete";
    if (isDeletion || save(page, id, form, name)) close();
    if (isDeletion) page.commands.issue("label.delete", id, { id });
  });
  (topDialog() ?? document.body).append(box);
  box.showPopover?.();
  placeInWindow(box, at);
  name.select();
}

/** @param {BoardPage} page @param {string} id @param {HTMLFormElement} form @param {HTMLInputElement} field @returns {boolean} */
function save(page, id, form, field) {
  const name = visibleText(field.value);
  if (!name || (lengthLeft(field) < 0 && refuseLong(field))) { field.focus(); return false; }
  page.commands.issue("label.update", id, { id, name, color: String(new FormData(form).get("color")) });
  return true;
}

/** @param {KeyboardEvent} event @param {() => void} close */
function closeByEscape(event, close) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  close();
}
