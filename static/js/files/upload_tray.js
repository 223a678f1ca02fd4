/** The upload tray: a row per upload with its progress or error. Only results are announced to screen readers. */

import { announce } from "../page/announce.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { fileKind, formatSize, splitName } from "./file_facts.js";
import { UploadQueue } from "./upload_queue.js";

/** @typedef {import("./upload_queue").Upload} Upload */

const ANNOUNCE_MS = 400;

export class UploadTray {
  /** @type {Map<Upload, HTMLElement>} */
  #rows = new Map();
  /** @type {Map<Upload, string>} object URLs of pictures that are not uploaded yet */
  #previews = new Map();
  /** @type {string[]} */
  #announcements = [];

  /**
   * `changed` is called on every change, `done` for each uploaded file, `removed` for each upload that the user removed.
   * @param {HTMLElement | null} list contains the rows; can be replaced by `moveTo`
   * @param {{ post: import("./upload_queue").UploadQueue["options"]["post"], changed?: () => void, done?: (upload: Upload) => void,
   * late?: (facts: import("../types").FileFacts) => void, removed?: (upload: Upload) => void }} options
   */
  constructor(list, options) {
    this.list = list;
    this.options = options;
    this.queue = new UploadQueue({
      post: options.post,
      changed: (upload) => { this.#render(upload); options.changed?.(); },
      done: (upload) => { this.#announceSoon(fill(gettext("%(name)s uploaded."), { name: upload.name })); options.done?.(upload); },
      late: options.late,
    });
  }

  /** @param {File[]} files */
  add(files) {
    if (!files.length) return;
    this.#announceSoon(fill(ngettext("Uploading %(n)s file.", "Uploading %(n)s files.", files.length), { n: files.length }));
    this.queue.add(files);
  }

  /** Moves the rows to another list. @param {HTMLElement} list */
  moveTo(list) {
    if (list === this.list) return;
    this.list = list;
    this.#updateVisibility();
    list.append(...this.queue.uploads.flatMap((upload) => this.#rows.get(upload) ?? []));
  }

  /** Removes all uploads without an announcement. */
  clear() {
    this.queue.clear();
  }

  /** @param {Upload} upload */
  #render(upload) {
    const gone = !this.queue.uploads.includes(upload);
    if (gone) this.#removeRow(upload);
    else this.#updateRow(upload, this.#rows.get(upload) ?? this.#createRow(upload));
    this.#updateVisibility();
  }

  #updateVisibility() {
    if (this.list) this.list.hidden = !this.queue.uploads.length;
  }

  /** @param {Upload} upload @returns {HTMLElement} */
  #createRow(upload) {
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById("upload-blank"));
    const row = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
    row.dataset.kind = upload.type ? fileKind(upload.type) : "";
    const [stem, ending] = row.querySelectorAll(".file__name > span");
    [stem.textContent, ending.textContent] = splitName(upload.name);
    row.title = upload.name;
    row.querySelector("[data-action=upload-cancel]")?.addEventListener("click", () => this.#remove(upload));
    row.querySelector("[data-action=upload-retry]")?.addEventListener("click", () => {
      this.queue.retry(upload);
      button(row, "cancel").focus();
    });
    this.#preview(upload, row);
    this.#rows.set(upload, row);
    this.list?.append(row);
    return row;
  }

  /** @param {Upload} upload @param {HTMLElement} row */
  #preview(upload, row) {
    const url = upload.facts ? this.#thumbnail(upload.facts) : this.#localPreview(upload);
    if (!url) return;
    const image = Object.assign(document.createElement("img"), { alt: "", width: 40, height: 40, src: url });
    const icon = row.querySelector(".icon");
    // A file with a picture's type may not be a valid picture.
    image.addEventListener("error", () => { if (icon) image.replaceWith(icon); });
    icon?.replaceWith(image);
  }

  /** @param {import("../types").FileFacts} facts */
  #thumbnail({ id, width }) {
    return width ? `/api/v1/files/${id}/thumbnail` : "";
  }

  /** @param {Upload} upload */
  #localPreview(upload) {
    if (!upload.bytes || upload.state === "failed" || !/^image\/(png|jpeg|gif|webp)$/.test(upload.type)) return "";
    const url = URL.createObjectURL(upload.bytes);
    this.#previews.set(upload, url);
    return url;
  }

  /** @param {Upload} upload @param {HTMLElement} row */
  #updateRow(upload, row) {
    const before = row.dataset.state;
    row.dataset.state = upload.state;
    const text = row.querySelector("[data-state-text]");
    const words = STATE_TEXTS[upload.state](upload);
    if (text && text.textContent !== words) text.textContent = words;
    const bar = /** @type {HTMLProgressElement} */ (row.querySelector("progress"));
    bar.hidden = upload.state !== "sending";
    bar.value = upload.size ? Math.round((upload.loaded / upload.size) * 100) : 0;
    button(row, "retry").hidden = upload.state !== "failed" || !upload.again;
    labelCancel(button(row, "cancel"), upload);
    if (upload.state === "failed" && before !== "failed") {
      this.#announceSoon(fill(gettext("%(name)s was not uploaded. %(why)s"), { name: upload.name, why: upload.why }));
    }
  }

  /** @param {Upload} upload */
  #remove(upload) {
    const row = this.#rows.get(upload);
    const next = row?.nextElementSibling ?? row?.previousElementSibling;
    this.queue.remove(upload);
    this.options.removed?.(upload);
    /** @type {HTMLElement | null | undefined} */ (next?.querySelector("[data-action=upload-cancel]"))?.focus();
  }

  /** @param {Upload} upload */
  #removeRow(upload) {
    this.#rows.get(upload)?.remove();
    this.#rows.delete(upload);
    const url = this.#previews.get(upload);
    if (url) URL.revokeObjectURL(url);
    this.#previews.delete(upload);
  }

  /** @param {string} text */
  #announceSoon(text) {
    if (!this.#announcements.length) setTimeout(() => announce(this.#announcements.splice(0).join(" ")), ANNOUNCE_MS);
    this.#announcements.push(text);
  }
}

/** @type {Record<import("./upload_queue").State, (upload: Upload) => string>} */
const STATE_TEXTS = {
  waiting: ({ resumesAt }) => (resumesAt === undefined ? gettext("Waiting") : gettext("Interrupted. Trying again…")),
  sending: ({ loaded, size }) => fill(gettext("%(loaded)s of %(size)s"), { loaded: formatSize(loaded), size: formatSize(size) }),
  checking: () => gettext("Checking…"),
  done: ({ size }) => formatSize(size),
  failed: ({ why }) => why ?? "",
};

/** @param {HTMLElement} row @param {string} action */
function button(row, action) {
  return /** @type {HTMLButtonElement} */ (row.querySelector(`[data-action=upload-${action}]`));
}

/** @param {HTMLElement} cross @param {Upload} upload */
function labelCancel(cross, upload) {
  const words =
    upload.state === "done" || upload.state === "failed" ? gettext("Remove %(name)s") : gettext("Cancel the upload of %(name)s");
  const label = fill(words, { name: upload.name });
  if (cross.ariaLabel === label) return;
  cross.setAttribute("aria-label", label);
  cross.title = label;
}
