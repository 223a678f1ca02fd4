/** Facts of a file as the server's templates show them: formatted size, kind, URL and preview size. */

import { fill, formatLocale, gettext, language } from "../page/i18n.js";

/** @typedef {import("../types").FileFacts} FileFacts */

const KB = 1024;
export const MAX_SIZE = 10 * KB * KB;
const BOX = [480, 320];
const LONGEST_ENDING = 8;

/** Kinds by content type; the first match counts, and all others but archives are documents. @type {[string, string][]} */
const KINDS = [
  ["image/", "image"],
  ["audio/", "audio"],
  ["video/", "video"],
  ["text/rtf", "document"],
  ["text/", "text"],
  ["application/json", "text"],
];
const ARCHIVES = /^application\/(zip|zstd|gzip|x-(tar|bzip2|xz|7z-compressed|rar))$/;
const PLAYED = /^(audio\/(mpeg|ogg|flac|wav|mp4|aac)|video\/(mp4|webm|ogg))$/;

/** @param {number} size bytes */
export function formatSize(size, lang = formatLocale()) {
  const locale = lang === "iso" ? language() : lang;
  const short = (/** @type {number} */ n) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1, useGrouping: false }).format(n);
  if (size < KB) return fill(gettext("%(n)s B"), { n: size });
  if (size < KB ** 2) return fill(gettext("%(n)s KB"), { n: Math.round(size / KB) });
  if (size < KB ** 3) return fill(gettext("%(n)s MB"), { n: short(size / KB ** 2) });
  return fill(gettext("%(n)s GB"), { n: short(size / KB ** 3) });
}

/** @param {string} type */
export function fileKind(type) {
  return KINDS.find(([start]) => type.startsWith(start))?.[1] ?? (ARCHIVES.test(type) ? "archive" : "document");
}

/** How the viewer shows a file that is no picture, as the server says it; "" for not at all. @param {string} type */
export function fileView(type) {
  if (type === "application/pdf") return "pdf";
  const kind = fileKind(type);
  return kind === "text" || PLAYED.test(type) ? kind : "";
}

/** Splits a name before its extension, so that long names are truncated before it. @param {string} name */
export function splitName(name) {
  const dot = name.lastIndexOf(".");
  return dot > 0 && name.length - dot - 1 <= LONGEST_ENDING ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
}

/** @param {string} id */
export function fileUrl(id) {
  return `/api/v1/files/${id}`;
}

/** Has the file a preview? Only pictures that can be shown have a size. @param {{ width: number | null, height: number | null }} file */
export function hasPreview({ width, height }) {
  return Boolean(width && height);
}

/** @param {number} width @param {number} height */
export function previewSize(width, height) {
  const scale = Math.min(1, BOX[0] / width, BOX[1] / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
