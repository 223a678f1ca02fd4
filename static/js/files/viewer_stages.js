/** Creates what the viewer shows of a file: a picture, a recording, a PDF, a text, or words that it cannot be shown. */

import { gettext } from "../page/i18n.js";
import { loadText } from "./text_preview.js";

/** @type {Record<string, (link: HTMLAnchorElement) => HTMLElement>} */
const STAGES = { picture: createPicture, audio: createMedia, video: createMedia, pdf: createPdf, text: createText };

/** @param {HTMLAnchorElement} link @returns {HTMLElement} */
export function createStage(link) {
  const create = STAGES[link.dataset.view ?? ""];
  return create ? create(link) : createRefusal(link, gettext("Files of this kind can’t be shown here."));
}

/** Creates the image, with the loaded thumbnail as its background until it is loaded. @param {HTMLAnchorElement} link */
function createPicture(link) {
  const [width, height] = [Number(link.dataset.width), Number(link.dataset.height)];
  const image = Object.assign(document.createElement("img"), { alt: link.title, src: link.href, width, height, draggable: false });
  const small = link.querySelector("img")?.src;
  if (small) image.style.backgroundImage = `url("${small}")`;
  image.addEventListener("load", () => image.style.removeProperty("background-image"));
  image.addEventListener("error", () => {
    image.replaceWith(createRefusal(link, gettext("This picture can’t be shown. It may have been deleted.")));
  });
  return image;
}

/** @param {HTMLAnchorElement} link */
function createMedia(link) {
  const media = document.createElement(link.dataset.view === "video" ? "video" : "audio");
  Object.assign(media, { controls: true, preload: "metadata", src: link.href, className: "viewer__media" });
  media.setAttribute("playsinline", "");
  media.setAttribute("aria-label", link.title);
  media.addEventListener("error", () => media.replaceWith(createRefusal(link, gettext("This browser can’t play this file."))));
  return media;
}

/** Leaves a PDF to the browser's own viewer, which runs apart from this page and is given it inline. @param {HTMLAnchorElement} link */
function createPdf(link) {
  if (!navigator.pdfViewerEnabled) return createRefusal(link, gettext("This browser can’t show PDF files here."));
  return Object.assign(document.createElement("iframe"), { src: `${link.href}?frame=1`, title: link.title, className: "viewer__pdf" });
}

/** @param {HTMLAnchorElement} link */
function createText(link) {
  const box = Object.assign(document.createElement("div"), { className: "viewer__text" });
  box.setAttribute("aria-busy", "true");
  loadText(link.href).then(
    ({ text, cut }) => {
      const words = Object.assign(document.createElement("pre"), { textContent: text, tabIndex: 0, dir: "auto" });
      words.setAttribute("role", "document");
      words.setAttribute("aria-label", link.title);
      box.replaceChildren(words);
      if (cut) box.append(createWords(gettext("This is only the beginning of the file."), createDownload(link)));
      box.removeAttribute("aria-busy");
    },
    () => box.replaceWith(createRefusal(link, gettext("This file can’t be shown. It may have been deleted."))),
  );
  return box;
}

/** @param {HTMLAnchorElement} link @param {string} words */
function createRefusal(link, words) {
  const box = createWords(words, createDownload(link));
  box.classList.add("viewer__none");
  return box;
}

/** @param {string} text @param {HTMLElement} way */
function createWords(text, way) {
  const box = Object.assign(document.createElement("div"), { className: "viewer__words" });
  const words = Object.assign(document.createElement("p"), { textContent: text });
  words.setAttribute("role", "status");
  box.append(words, way);
  return box;
}

/** @param {HTMLAnchorElement} link */
function createDownload({ href, title }) {
  const way = { className: "btn btn--line", href, download: title, textContent: gettext("Download the file") };
  return Object.assign(document.createElement("a"), way);
}
