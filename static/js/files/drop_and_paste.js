/** Accepts files that are dropped on a part of the page or pasted into it. */

import { gettext } from "../page/i18n.js";

/** @typedef {{ files: File[], folders: string[] }} DroppedFiles */

/** Is a picture of this page being dragged? It is not a new file. */
let isOwnDrag = false;
let prevented = false;

/**
 * @param {HTMLElement} zone
 * @param {{ take: (caught: DroppedFiles) => void, enabled: () => boolean, words: () => string }} options `enabled`: can files be dropped
 * here now?
 */
export function acceptDrops(zone, { take, enabled, words }) {
  preventPageDrops();
  const hint = Object.assign(document.createElement("div"), { className: "drop", hidden: true });
  hint.setAttribute("aria-hidden", "true");
  hint.dataset.local = "";
  const icon = Object.assign(document.createElement("i"), { className: "icon icon--upload" });
  hint.append(icon, document.createElement("span"));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let leaving;
  const show = (/** @type {boolean} */ on) => {
    clearTimeout(leaving);
    if (on && !hint.isConnected) zone.append(hint);
    if (on) hint.lastElementChild?.replaceChildren(words());
    hint.hidden = !on;
  };
  zone.addEventListener("dragover", (event) => {
    if (!hasFiles(event) || !enabled()) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    show(true);
  });
  // Moving between children fires `dragleave` too, so the hint is hidden after a pause without `dragover`.
  zone.addEventListener("dragleave", () => { clearTimeout(leaving); leaving = setTimeout(() => show(false), 120); });
  zone.addEventListener("drop", (event) => {
    if (!hasFiles(event) || !enabled()) return;
    event.preventDefault();
    show(false);
    take(droppedFiles(/** @type {DataTransfer} */ (event.dataTransfer)));
  });
}

/** @param {HTMLElement} zone @param {{ take: (caught: DroppedFiles) => void, enabled: () => boolean }} options */
export function acceptPastes(zone, { take, enabled }) {
  zone.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    // Spreadsheet cells are pasted as text and as a picture of them: only the text is used.
    if (!data?.files.length || data.types.includes("text/plain") || !enabled()) return;
    event.preventDefault();
    take({ files: [...data.files].map(withTimeInName), folders: [] });
  });
}

/** Ignores files dropped elsewhere, which the browser would open instead of the page. */
function preventPageDrops() {
  if (prevented) return;
  prevented = true;
  document.addEventListener("dragstart", () => { isOwnDrag = true; });
  document.addEventListener("dragend", () => { isOwnDrag = false; });
  document.addEventListener("dragover", (event) => {
    if (event.defaultPrevented || !hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
  });
  document.addEventListener("drop", (event) => { if (hasFiles(event)) event.preventDefault(); });
}

/** @param {DragEvent} event */
function hasFiles(event) {
  return !isOwnDrag && Boolean(event.dataTransfer?.types.includes("Files"));
}

/** @param {DataTransfer} data @returns {DroppedFiles} */
function droppedFiles(data) {
  const items = [...data.items].filter(({ kind }) => kind === "file");
  const folders = items.flatMap((item) => { const entry = item.webkitGetAsEntry?.(); return entry?.isDirectory ? [entry.name] : []; });
  return { files: [...data.files].filter(({ name }) => !folders.includes(name)), folders };
}

/** Names pasted pictures by the time: clipboards call each of them "image.png". @param {File} file */
function withTimeInName(file) {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const now = new Date();
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(".");
  const ending = file.name.slice(file.name.lastIndexOf("."));
  return new File([file], `${gettext("Picture")} ${day} ${time}${ending}`, { type: file.type });
}
