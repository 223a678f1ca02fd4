/** Entry of every page: enhancements that pages work without. */

import "./page/first_load.js";
import { watchFiles } from "./files/viewer_links.js";
import { importWithRetry, enableStyles } from "./page/lazy_assets.js";
import { watchForms } from "./page/forms.js";
import { ignoreComposing, isCommand, isPlain, keyOf } from "./page/keys.js";
import { watchSession } from "./session/session.js";
import { refreshTimes } from "./page/time.js";

/** @type {Record<string, (button: HTMLElement, event: Event) => void>} */
const PRESSES = {
  "card-history": (button) => later(() => import("./activity/card_history.js"), ({ toggleHistory }) => toggleHistory(button)),
  copy: (button) =>
    later(() => import("./page/clipboard.js"), ({ copyText }) => copyText(button.dataset.copy ?? fieldOf(button)?.value ?? "")),
  "dialog-close": (button) => button.closest("dialog")?.close(),
  palette: (_button, event) => openPalette(event),
  shortcuts: () => openShortcuts(),
  theme: (button) => later(() => import("./page/theme.js"), ({ chooseTheme }) => chooseTheme(button)),
  "toast-close": (button) => button.closest(".toast")?.remove(),
  "toggle-password": (button) =>
    later(() => import("./page/password_toggle.js"), ({ togglePassword }) => togglePassword(button, fieldOf(button))),
};

document.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-action]"));
  if (button) PRESSES[button.dataset.action ?? ""]?.(button, event);
});
document.addEventListener("keydown", (event) => { if (callsPalette(event)) openPalette(event); });
if (document.querySelector("[data-bell]")) later(() => import("./notifications/bell.js"), ({ startBell }) => startBell());
later(() => import("./site/after_paint.js"), ({ start }) => start());
ignoreComposing();
const drafted = /** @type {HTMLElement | null} */ (document.querySelector("[data-drafts], [data-forget]"));
if (drafted) later(() => import("./drafts/form_drafts.js"), ({ startDrafts }) => startDrafts(drafted));
watchSession();
watchForms();
watchFiles();
refreshTimes();

/**
 * Runs code that the first paint does not need.
 * @template T
 * @param {() => Promise<T>} load
 * @param {(module: T) => void} run
 */
function later(load, run) {
  importWithRetry(load).then(run).catch(reportError);
}

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
  later(() => import("./palette/palette.js"), ({ onOpen }) => onOpen(dialog));
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
