/**
 * Notices: one place, one notice at a time, which changes in place. An error or a notice with a button is not displaced by a plain
 * one. A notice stays while the pointer or the focus is on it, and follows the page into dialogs and out of them.
 */

import "../page/first_load.js";
import { announce, topDialog } from "../page/announce.js";
import { showNoticesBy } from "../page/toasts.js";

/** @typedef {import("../page/toasts").Notice} Notice */
/** @typedef {import("../page/toasts").Handle} Handle */
/** @typedef {{ notice: Notice, rank: number, left: number }} Item */

const MS = 5_000;
const WITH_ACTION_MS = 8_000;
const MOST_WAITING = 3;
const [PLAIN, WITH_ACTION, ERROR] = [0, 1, 2];

/** @type {Item | null} */
let current = null;
/** @type {Item[]} */
let waiting = [];
/** @type {HTMLElement | null} */
let node = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let since = 0;

/** @param {Notice} notice @returns {Handle} */
function show(notice) {
  const { text, kind = "ok", action, ms = action ? WITH_ACTION_MS : MS } = notice;
  const item = { notice, rank: kind === "bad" || kind === "warn" ? ERROR : action ? WITH_ACTION : PLAIN, left: ms };
  announce(text);
  if (node && node.ownerDocument !== document) [current, waiting, node] = [null, [], null];
  // Only the newest of a rank below errors counts: its button and its key are those of the last deed.
  waiting = waiting.filter((other) => !isSame(other, item) && (other.rank === ERROR || other.rank !== item.rank));
  if (!current || isSame(current, item) || wins(item, current)) present(item);
  else waiting = [...waiting, item].sort((a, b) => b.rank - a.rank).slice(0, MOST_WAITING);
  return { close: () => drop(item), isOpen: () => current === item || waiting.includes(item) };
}

/** Shows a notice that stays until it is dismissed. @param {HTMLElement} kept an element with `data-kept` */
export function keepNotice(kept) {
  noticeBox()?.prepend(kept);
  placeBox();
}

/** @param {Item} item @param {Item} other */
function isSame({ notice: a }, { notice: b }) {
  return a.key || b.key ? a.key === b.key : a.text === b.text && !a.action && !b.action;
}

/** @param {Item} item @param {Item} shown */
function wins(item, shown) {
  return item.rank > shown.rank || (item.rank === shown.rank && item.rank !== ERROR);
}

/** @param {Item} item */
function present(item) {
  const box = noticeBox();
  if (!box) return;
  pause();
  if (current && current.rank > PLAIN && item.rank > current.rank) waiting.push(current);
  current = item;
  for (const old of box.querySelectorAll(":scope > .toast:is([data-kind=ok], [data-kind=info])")) if (old !== node) old.remove();
  node ??= build();
  fill(node, item.notice);
  if (node.parentElement !== box) box.append(node);
  placeBox();
  resume();
}

/** Shows the next notice, or none. */
function next() {
  clearTimeout(timer);
  current = null;
  const item = waiting.shift();
  if (item) { present(item); return; }
  node?.remove();
  node = null;
  placeBox();
}

/** @param {Item} item */
function drop(item) {
  if (current === item) next();
  else waiting = waiting.filter((other) => other !== item);
}

function pause() {
  clearTimeout(timer);
  if (current) current.left -= Date.now() - since;
  since = Date.now();
}

function resume() {
  clearTimeout(timer);
  since = Date.now();
  const held = node?.matches(":hover") || node?.contains(document.activeElement);
  if (current && !held) timer = setTimeout(next, Math.max(1_000, current.left));
}

/** @type {Record<string, string>} */
const ICONS = { ok: "circle-check", info: "info", warn: "triangle-alert", bad: "circle-alert" };

/** @returns {HTMLElement} */
function build() {
  const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("toast"));
  const made = /** @type {HTMLElement} */ (
    template ? document.importNode(template.content, true).firstElementChild : document.createElement("div")
  );
  for (const type of ["pointerenter", "focusin"]) made.addEventListener(type, pause);
  for (const type of ["pointerleave", "focusout"]) made.addEventListener(type, () => queueMicrotask(resume));
  made.addEventListener("click", (event) => {
    const name = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.action;
    const action = name === "toast-action" && current?.notice.action;
    if (!name) return;
    // The page closes any notice at its cross; this one is told, so that the next can follow.
    event.stopPropagation();
    next();
    if (action) action.run();
  });
  return made;
}

/** @param {HTMLElement} made @param {Notice} notice */
function fill(made, { text, kind = "ok", action }) {
  made.dataset.kind = kind;
  made.toggleAttribute("data-undo", Boolean(action));
  const icon = made.querySelector(".toast__icon");
  if (icon) icon.className = `icon icon--${ICONS[kind]} toast__icon`;
  (made.querySelector("[data-text]") ?? made).textContent = text;
  const button = /** @type {HTMLButtonElement | null} */ (made.querySelector("[data-action=toast-action]"));
  if (!button) return;
  button.hidden = !action;
  button.textContent = action?.label ?? "";
  if (action?.keys) button.append(" ", Object.assign(document.createElement("kbd"), { textContent: action.keys }));
}

// ── The place ───────────────────────────────────────────────────────────────────────────────────

/** @type {HTMLElement | null} */
let box = null;
/** @type {HTMLElement | null} */
let home = null;
const follow = globalThis.MutationObserver && new MutationObserver(onChange);

/** The place of notices on the page. @returns {HTMLElement | null} */
function noticeBox() {
  const found = /** @type {HTMLElement | null} */ (document.querySelector(".toasts:not(.toasts--session)"));
  if (!found || found === box) return box;
  [box, home] = [found, found.parentElement];
  // The top layer is above every dialog that is open already.
  box.popover = "manual";
  box.dataset.local = "";
  return box;
}

/** Moves the notices into the topmost dialog, as the rest of the page is inert, and says how much room they take. */
function placeBox() {
  if (!box) return;
  const filled = box.childElementCount > 0;
  const place = (filled && topDialog()) || home;
  follow?.disconnect();
  if (place && box.parentElement !== place) place.append(box);
  box.togglePopover?.(filled);
  document.documentElement.style.setProperty("--notice", filled ? `${box.offsetHeight + 16}px` : "0px");
  document.documentElement.toggleAttribute("data-notice", filled);
  if (filled) follow?.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["open"] });
}

/** Measures only what concerns the notices: the board changes often. @param {MutationRecord[]} records */
function onChange(records) {
  if (box?.parentElement !== (topDialog() ?? home) || !box?.isConnected || records.some(({ target }) => target === box)) placeBox();
}

showNoticesBy(show);
