/** "Mine" and "Due soon": CSS hides the rest, this says which are wanted. */

import { announce } from "../page/announce.js";
import { gettext } from "../page/i18n.js";

/** @param {import("./page").BoardPage} page @param {HTMLElement} button */
export function toggleFilter(page, button) {
  const wanted = new Set((page.root.dataset.filter ?? "").split(" ").filter(Boolean));
  const name = button.dataset.filter ?? "";
  const on = !wanted.delete(name);
  if (on) wanted.add(name);
  button.setAttribute("aria-pressed", String(on));
  if (wanted.size) page.root.dataset.filter = [...wanted].join(" ");
  else delete page.root.dataset.filter;
  announce(on ? gettext("Filter on") : gettext("Filter off"));
}
