/** Entry of every page: enhancements that pages work without. */

import { watchPictures } from "./files/picture_links.js";
import { copyText } from "./page/clipboard.js";
import { importWithRetry, enableStyles } from "./page/lazy_assets.js";
import { watchForms } from "./page/forms.js";
import { ignoreComposing, isCommand, isPlain, keyOf } from "./page/keys.js";
import { refreshTimes } from "./page/time.js";
import { gettext } from "./page/i18n.js";
import { toast } from "./page/toasts.js";

/** @type {Record<string, (button: HTMLElement, event: Event) => void>} */
const PRESSES = {
  "card-history": (button) =>
    importWithRetry(() => import("./activity/card_history.js"))
      .then(({ toggleHistory }) => toggleHistory(button))
      .catch(reportError),
  copy: (button) => copyText(button.dataset.copy ?? fieldOf(button)?.value ?? ""),
  "dialog-close": (button) => button.closest("dialog")?.close(),
  palette: (_button, event) => openPalette(event),
  shortcuts: () => openShortcuts(),
  theme: (button) =>
    importWithRetry(() => import("./page/theme.js"))
      .then(({ chooseTheme }) => chooseTheme(button))
      .catch(reportError),
  "toast-close": (button) => button.closest(".toast")?.remove(),
  "toggle-password": (button) =>
    importWithRetry(() => import("./page/password_toggle.js"))
      .then(({ togglePassword }) => togglePassword(button, fieldOf(button)))
      .catch(reportError),
};

document.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-action]"));
  if (button) PRESSES[button.dataset.action ?? ""]?.(button, event);
});
document.addEventListener("kr:too-many-sockets", () => {
  toast({ text: gettext("You have too many windows open. Close some; then this one connects by itself."), kind: "warn", ms: 20_000 });
});
document.addEventListener("keydown", (event) => { if (callsPalette(event)) openPalette(event); });
if (document.querySelector("[data-bell]"))
  {importWithRetry(() => import("./notifications/bell.js"))
    .then(({ startBell }) => startBell())
    .catch(reportError);}
const keyed = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-key-url]"));
if (keyed)
  {importWithRetry(() => import("./page/project_key.js"))
    .then(({ deriveKeyFromName }) => deriveKeyFromName(keyed))
    .catch(reportError);}
ignoreComposing();
watchForms();
watchPictures();
importWithRetry(() => import("./page/menu_keys.js"))
  .then(({ watchMenus }) => watchMenus())
  .catch(reportError);
importWithRetry(() => import("./files/missing_thumbnails.js"))
  .then(({ watchThumbnails }) => watchThumbnails())
  .catch(reportError);
refreshTimes();

/** @param {HTMLElement} button @returns {HTMLInputElement | null} */
function fieldOf(button) {
  return /** @type {HTMLInputElement | null} */ (document.getElementById(button.getAttribute("aria-controls") ?? ""));
}

function openShortcuts() {
  for (const open of document.querySelectorAll("[popover]:popover-open")) /** @type {HTMLElement} */ (open).hidePopover();
  /** @type {HTMLDialogElement | null} */ (document.getElementById("shortcuts"))?.showModal();
}

/** Opens the palette on Ctrl/Cmd+K anywhere, and on "/" outside of fields. @param {KeyboardEvent} event */
function callsPalette(event) {
  if (event.defaultPrevented || !document.getElementById("palette-blank")) return false;
  if (isCommand(event)) return !event.shiftKey && keyOf(event) === "k";
  const target = /** @type {Element} */ (event.target);
  const free = isPlain(event) && !target.closest("input, textarea, select, [contenteditable], dialog[open]");
  return free && keyOf(event) === "/" && singleKeysOn();
}

/** Same as in board/input/shortcut_keys.js, which is not part of this entry. */
function singleKeysOn() {
  try {
    return localStorage.getItem("kr:single-keys") !== "off";
  } catch {
    return true;
  }
}

/** @param {Event} event */
function openPalette(event) {
  if (event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
  event.preventDefault();
  const dialog = paletteDialog();
  if (dialog.open) { dialog.close(); return; }
  // The dialog opens before its code is imported, so that no keystroke is lost.
  dialog.showModal();
  importWithRetry(() => import("./palette/palette.js")).then(({ onOpen }) => onOpen(dialog)).catch(reportError);
}

/** @returns {HTMLDialogElement} */
function paletteDialog() {
  const known = document.getElementById("palette");
  if (known) return /** @type {HTMLDialogElement} */ (known);
  enableStyles("tools");
  const blank = /** @type {HTMLTemplateElement} */ (document.getElementById("palette-blank"));
  document.body.append(document.importNode(blank.content, true));
  const dialog = paletteDialog();
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  form.onsubmit = (event) => { event.preventDefault(); dialog.dataset.entered = ""; };
  return dialog;
}
