/** Files attached to the message being written. They are uploaded while the user types, and finished uploads survive a reload. */

import { importWithRetry } from "../page/lazy_assets.js";
import { fill, gettext, ngettext } from "../page/i18n.js";

/** @typedef {import("../types").FileFacts} FileFacts */

const MOST = 10;
const DRAFT = "files";

export class Attachments {
  /** @type {ReturnType<typeof import("../files/upload_area.js").createUploadTray> | null} */
  tray = null;

  /** @param {import("./chat").Chat} chat @param {HTMLElement} form @param {() => void} changed */
  constructor(chat, form, changed) {
    this.chat = chat;
    this.form = form;
    this.changed = changed;
    /** Resolves when files can be attached. */
    this.loaded = form.querySelector("[data-tray]") ? this.#setUp().catch(reportError) : Promise.resolve();
  }

  /** Uploads in progress. */
  get busy() {
    return this.tray?.queue.busy ?? [];
  }

  /** Failed uploads. */
  get failed() {
    return this.tray?.queue.failed ?? [];
  }

  get files() {
    return this.tray?.queue.arrived ?? [];
  }

  /** Returns the uploaded files and clears the tray. @returns {FileFacts[]} */
  take() {
    const { files } = this;
    this.tray?.clear();
    return files;
  }

  /** Puts the files of a refused message back. @param {FileFacts[]} files */
  restore(files) {
    for (const file of files) this.tray?.queue.restore(file);
  }

  /** Removes a file that was deleted from the project. @param {string} id */
  onFileDeleted(id) {
    const upload = this.tray?.queue.uploads.find(({ facts }) => facts?.id === id);
    if (upload) this.tray?.queue.remove(upload);
  }

  retryDisconnected() {
    this.tray?.queue.retryDisconnected();
  }

  async #setUp() {
    const { deleteFile, createUploadTray, acceptFiles } = await importWithRetry(() => import("../files/upload_area.js"));
    const { chat, form } = this;
    this.tray = createUploadTray({
      projectId: chat.board.projectId,
      place: "chat",
      list: form.querySelector("[data-tray]"),
      room: () => MOST - (this.tray?.queue.uploads.length ?? 0),
      crowded: () => fill(ngettext("At most %(n)s file in one message.", "At most %(n)s files in one message.", MOST), { n: MOST }),
      changed: () => { this.#saveDraft(); this.changed(); },
      removed: ({ facts }) => { if (facts) deleteFile(facts); },
    });
    await chat.drafts.adopt(chat.board.projectId);
    this.restore(this.#savedFiles());
    acceptFiles(chat.root, { trayOf: () => this.tray, enabled: () => chat.canWrite, words: () => gettext("Drop to send to the chat") });
  }

  #saveDraft() {
    this.chat.drafts.keep(this.chat.board.projectId, DRAFT, this.files.length ? JSON.stringify(this.files) : "");
  }

  /** @returns {FileFacts[]} */
  #savedFiles() {
    try {
      return JSON.parse(this.chat.drafts.text(this.chat.board.projectId, DRAFT) || "[]");
    } catch {
      return [];
    }
  }
}
