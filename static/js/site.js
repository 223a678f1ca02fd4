/** Entry of every page: small helps that pages work without. */

import { watchPictures } from "./files/pictures.js";
import { copyText } from "./page/copy.js";
import { fetched } from "./page/fetched.js";
import { watchForms } from "./page/forms.js";
import { watchMenus } from "./page/menu_keys.js";
import { choose as chooseTheme } from "./page/theme.js";
import { keepTimesFresh } from "./page/time.js";
import { togglePassword } from "./page/password.js";

/** @type {Record<string, (button: HTMLElement) => void>} */
const PRESSES = {
  "card-history": (button) => fetched(() => import("./activity/history.js")).then(({ toggleHistory }) => toggleHistory(button)).catch(reportError),
  "copy": (button) => copyText(button.dataset.copy ?? fieldOf(button)?.value ?? ""),
  "dialog-close": (button) => button.closest("dialog")?.close(),
  "shortcuts": () => openShortcuts(),
  "theme": chooseTheme,
  "toast-close": (button) => button.closest(".toast")?.remove(),
  "toggle-password": (button) => togglePassword(button, fieldOf(button)),
};

document.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-action]"));
  if (button) PRESSES[button.dataset.action ?? ""]?.(button);
});
if (document.querySelector("[data-bell]")) fetched(() => import("./notifications/bell.js")).then(({ ring }) => ring()).catch(reportError);
watchForms();
watchMenus();
watchPictures();
keepTimesFresh();

/** @param {HTMLElement} button @returns {HTMLInputElement | null} */
function fieldOf(button) {
  return /** @type {HTMLInputElement | null} */ (document.getElementById(button.getAttribute("aria-controls") ?? ""));
}

function openShortcuts() {
  for (const open of document.querySelectorAll("[popover]:popover-open")) /** @type {HTMLElement} */ (open).hidePopover();
  /** @type {HTMLDialogElement | null} */ (document.getElementById("shortcuts"))?.showModal();
}
