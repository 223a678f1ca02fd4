/** Renders files from the page's templates until the server's HTML arrives: pictures, and rows for all others. */

import { fileUrl, previewSize, hasPreview, fileKind, fileView, formatSize, splitName } from "./file_facts.js";

/** @typedef {import("../types").FileFacts} FileFacts */

/** @param {FileFacts[]} files @returns {HTMLElement} */
export function renderFiles(files) {
  const list = Object.assign(document.createElement("ul"), { className: "msg__files" });
  for (const file of files) {
    const item = document.createElement("li");
    item.append(hasPreview(file) ? renderPicture(file) : renderRow(file));
    list.append(item);
  }
  return list;
}

/** @param {FileFacts} file */
function renderPicture(file) {
  const link = clone("picture-blank", file);
  const [width, height] = [Number(file.width), Number(file.height)];
  Object.assign(link.dataset, { width, height });
  const image = link.querySelector("img");
  if (image) Object.assign(image, { ...previewSize(width, height), alt: file.name, src: `${fileUrl(file.id)}/thumbnail` });
  return link;
}

/** @param {FileFacts} file */
function renderRow(file) {
  const link = clone("file-blank", file);
  Object.assign(link.dataset, { kind: fileKind(file.contentType), view: fileView(file.contentType) });
  const [stem, ending] = link.querySelectorAll(".file__name > span");
  [stem.textContent, ending.textContent] = splitName(file.name);
  const size = link.querySelector(".file__size");
  if (size) size.textContent = formatSize(file.size);
  return link;
}

/** @param {string} id @param {FileFacts} file @returns {HTMLAnchorElement} */
function clone(id, file) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  const link = /** @type {HTMLAnchorElement} */ (document.importNode(template.content, true).firstElementChild);
  Object.assign(link, { href: fileUrl(file.id), title: file.name });
  Object.assign(link.dataset, { file: file.id, size: formatSize(file.size) });
  return link;
}
