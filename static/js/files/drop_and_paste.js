/** Files that are dropped on a part of the page, or pasted into it. */

import { gettext } from "../page/i18n.js";

/** @typedef {{ files: File[], folders: string[] }} DroppedFiles */

/** A picture of this very page is being dragged: it is no new file. */
let isOwnDrag = false;
let prevented = false;

/**
 * @param {HTMLElement} zone
 * @param {{ take: (caught: DroppedFiles) => void, open: () => boolean, words: () => string }} options `open`: may one drop here now?
 */
export function acceptDrops(zone, { take, open, words }) {
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
    if (!hasFiles(event) || !open()) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    show(true);
  });
  // Going from one child to the next leaves the first: only silence says that it went.
  zone.addEventListener("dragleave", () => { clearTimeout(leaving); leaving = setTimeout(() => show(false), 120); });
  zone.addEventListener("drop", (event) => {
    if (!hasFiles(event) || !open()) return;
    event.preventDefault();
    show(false);
    take(droppedFiles(/** @type {DataTransfer} */ (event.dataTransfer)));
  });
}

/** @param {HTMLElement} zone @param {{ take: (caught: DroppedFiles) => void, open: () => boolean }} options */
export function acceptPastes(zone, { take, open }) {
  zone.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    // Cells of a table come as words and as a picture of them: the words are meant.
    if (!data?.files.length || data.types.includes("text/plain") || !open()) return;
    event.preventDefault();
    take({ files: [...data.files].map(withTimeInName), folders: [] });
  });
}

/** A file dropped beside would take the place of the page. */
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

/** Clipboards call every picture "image.png". @param {File} file */
function withTimeInName(file) {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const now = new Date();
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(".");
  const ending = file.name.slice(file.name.lastIndexOf("."));
  return new File([file], `${gettext("Picture")} ${day} ${time}${ending}`, { type: file.type });
}
