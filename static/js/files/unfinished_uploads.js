/** The names of a tray's unfinished uploads, kept for the time after a reload, which cuts them off: a page cannot keep files. */

import { safeStorage } from "../page/storage.js";

export class UnfinishedUploads {
  /** @param {string} projectId @param {string} place */
  constructor(projectId, place) {
    this.key = `kr:uploads:${projectId}:${place}`;
    this.storage = safeStorage("sessionStorage");
  }

  /** @returns {string[]} */
  names() {
    try {
      return JSON.parse(this.storage.getItem(this.key) ?? "[]").map(String);
    } catch {
      return [];
    }
  }

  /** @param {import("./upload_queue").UploadQueue} queue */
  save(queue) {
    const names = [...queue.busy, ...queue.failed.filter(({ lost }) => lost)].map(({ name }) => name);
    try {
      if (names.length) this.storage.setItem(this.key, JSON.stringify(names));
      else this.storage.removeItem(this.key);
    } catch {
      // The storage is full: a reload then says nothing.
    }
  }
}
