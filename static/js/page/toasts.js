/**
 * Notices: one at a time, that changes in place, and beside it one of a failure, which no later success wipes away.
 * They stay while the pointer or the focus is on them.
 */

import { announce } from "./announce.js";

/**
 * @typedef {{ text: string, kind?: "ok" | "info" | "warn" | "bad", action?: { label: string, keys?: string, run: () =>
 *   void }, ms?: number }} Notice
 */

const MS = 5_000;
const WITH_ACTION_MS = 8_000;

/** @param {Notice} notice @returns {{ close: () => void }} */
export function toast({ text, kind = "ok", action, ms = action ? WITH_ACTION_MS : MS }) {
  const node = build(text, kind, action);
  const close = () => node.remove();
  const box = noticeBox();
  if (!node || !box) { announce(text); return { close }; }
  if (action) addAction(node, action, close);
  node.querySelector("[data-action=toast-close]")?.addEventListener("click", close);
  const shown = [...box.querySelectorAll(":scope > .toast:not([data-kept])")];
  const [old, ...older] = shown.filter((each) => isFailure(each) === isFailure(node));
  for (const each of older) each.remove();
  if (old) { node.dataset.next = ""; old.replaceWith(node); } else box.append(node);
  announce(text);
  closeLater(node, ms);
  return { close };
}

/** @param {Element} notice */
function isFailure(notice) {
  return ["bad", "warn"].includes(/** @type {HTMLElement} */ (notice).dataset.kind ?? "");
}

/** Closes a notice after a while without pointer or focus on it. @param {HTMLElement} node @param {number} ms */
function closeLater(node, ms) {
  let left = ms;
  let since = Date.now();
  let timer = setTimeout(() => node.remove(), left);
  const pause = () => { clearTimeout(timer); left -= Date.now() - since; since = Date.now(); };
  const resume = () => { since = Date.now(); clearTimeout(timer); timer = setTimeout(() => node.remove(), Math.max(1_000, left)); };
  for (const type of ["pointerenter", "focusin"]) node.addEventListener(type, pause);
  for (const type of ["pointerleave", "focusout"]) node.addEventListener(type, resume);
}

/** @param {HTMLElement} node @param {NonNullable<Notice["action"]>} action @param {() => void} close */
function addAction(node, action, close) {
  const button = /** @type {HTMLButtonElement} */ (node.querySelector("[data-action=toast-action]"));
  button.hidden = false;
  button.textContent = action.label;
  if (action.keys) button.append(" ", Object.assign(document.createElement("kbd"), { textContent: action.keys }));
  button.addEventListener("click", () => { close(); action.run(); });
}

/** @type {Record<string, string>} */
const ICONS = { ok: "circle-check", info: "info", warn: "triangle-alert", bad: "circle-alert" };

/** @param {string} text @param {string} kind @param {Notice["action"]} action @returns {HTMLElement} */
function build(text, kind, action) {
  const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("toast"));
  const node = /** @type {HTMLElement} */ (
    template ? document.importNode(template.content, true).firstElementChild : document.createElement("div")
  );
  node.dataset.kind = kind;
  node.toggleAttribute("data-undo", Boolean(action));
  const icon = node.querySelector(".toast__icon");
  if (icon) icon.className = `icon icon--${ICONS[kind]} toast__icon`;
  (node.querySelector("[data-text]") ?? node).textContent = text;
  return node;
}

/** The place of notices on the page. @returns {HTMLElement | null} */
export function noticeBox() {
  const box = /** @type {HTMLElement | null} */ (document.querySelector(".toasts:not(.toasts--session, dialog > *)"));
  // An open modal dialog makes the rest of the page inert, so notices go into the dialog.
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  if (!box || !dialog) return box;
  const inside = /** @type {HTMLElement | null} */ (dialog.querySelector(":scope > .toasts:not(.toasts--session)"));
  if (inside) return inside;
  const made = /** @type {HTMLElement} */ (box.cloneNode(false));
  made.setAttribute("role", "status");
  made.dataset.local = "";
  dialog.append(made);
  // A notice may be the reason why its dialog closes: it stays readable then.
  dialog.addEventListener("close", () => noticeBox()?.append(...made.children));
  return made;
}
