/** Accepts files that are dropped on a part of the page or pasted into it. */

import { fill, gettext } from "../page/i18n.js";
import { areFilesMeant, areNamesOnly, pictureName } from "./pasted_files.js";

/** @typedef {{ files: File[], folders: string[] }} DroppedFiles */

/** Is a picture of this page being dragged? It is not a new file. */
let isOwnDrag = false;
let prevented = false;
/** The names given to pasted pictures of this page. @type {Set<string>} */
const pastedNames = new Set();

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
    if (!data?.files.length || !enabled()) return;
    const [files, text] = [[...data.files], data.getData("text/plain")];
    const names = files.map(({ name }) => name);
    if (!areFilesMeant({ names, text, html: data.getData("text/html") })) return;
    event.preventDefault();
    take({ files: areNamesOnly(text, names) ? files : files.map(withTimeInName), folders: [] });
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

/** Names a pasted picture by the time, if the clipboard has no name for it. @param {File} file */
function withTimeInName(file) {
  if (!/^(image\.\w+|blob)?$/.test(file.name)) return file;
  const ending = file.name.match(/\.\w+$/)?.[0] ?? `.${file.type.split("/")[1] ?? "png"}`;
  const words = (/** @type {string} */ time) => fill(gettext("Pasted %(time)s"), { time });
  return new File([file], pictureName(ending, { now: new Date(), taken: pastedNames, words }), { type: file.type });
}
