/** Files on their way up: three at once, each with its progress, its end, or why it did not arrive. Knows no DOM. */

import { fill, gettext } from "../page/i18n.js";
import { uuid7 } from "../page/uuid7.js";
import { MAX_SIZE, sizeWords } from "./file_facts.js";

/** @typedef {import("../types").FileFacts} FileFacts */
/** @typedef {import("../live/request_error").Refusal} Refusal */
/** @typedef {"waiting" | "sending" | "checking" | "done" | "failed"} State */
/** @typedef {{ sent: Promise<FileFacts>, abort: () => void }} Posting */
/**
 * `key` makes a repeat of it the same upload. `again`: is trying again of use? `lost`: it failed for want of a line.
 * @typedef {{ key: string, name: string, size: number, type: string, state: State, loaded: number,
 *   bytes?: File, facts?: FileFacts, why?: string, again?: boolean, lost?: boolean, posting?: Posting }} Upload
 */

const AT_ONCE = 3;

export class UploadQueue {
  /** @type {Upload[]} */
  uploads = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;

  /**
   * @param {{ post: (file: File, key: string, progress: (loaded: number) => void) => Posting,
   *   changed: (upload: Upload) => void, done?: (upload: Upload) => void, late?: (facts: FileFacts) => void }} options
   * `changed` also hears of those that went, `late` of what arrived although it was taken out.
   */
  constructor(options) {
    this.options = options;
  }

  /** On their way, or about to be. */
  get busy() {
    return this.uploads.filter(({ state }) => state === "waiting" || state === "sending" || state === "checking");
  }

  get failed() {
    return this.uploads.filter(({ state }) => state === "failed");
  }

  /** @returns {FileFacts[]} those that the server has */
  get arrived() {
    return this.uploads.flatMap(({ facts }) => facts ?? []);
  }

  /** @param {Iterable<File>} files */
  add(files) {
    for (const bytes of files) {
      const { name, size, type } = bytes;
      const why = objection(bytes);
      this.#put({ key: uuid7(), name, size, type, loaded: 0, bytes, state: why ? "failed" : "waiting", ...(why && { why }) });
    }
    this.#pump();
  }

  /** What has been uploaded before: by an earlier page. @param {FileFacts} facts */
  restore(facts) {
    this.#put({ key: facts.id, name: facts.name, size: facts.size, type: facts.contentType, loaded: facts.size, state: "done", facts });
  }

  /** It cannot even begin. @param {string} name @param {string} why */
  refuse(name, why) {
    this.#put({ key: uuid7(), name, size: 0, type: "", loaded: 0, state: "failed", why });
  }

  /** @param {Upload} upload */
  remove(upload) {
    if (!this.uploads.includes(upload)) return;
    this.uploads = this.uploads.filter((other) => other !== upload);
    // What is up already cannot be called back.
    if (upload.state === "checking") upload.posting?.sent.then((facts) => this.options.late?.(facts), () => undefined);
    else upload.posting?.abort();
    this.options.changed(upload);
    this.#pump();
  }

  clear() {
    for (const upload of [...this.uploads]) this.remove(upload);
  }

  /** @param {Upload} upload */
  retry(upload) {
    if (upload.state !== "failed" || !upload.again) return;
    this.#become(upload, { state: "waiting", loaded: 0, why: undefined, lost: false });
    this.#pump();
  }

  /** The line is back. */
  retryLost() {
    for (const upload of this.failed) if (upload.lost) this.retry(upload);
  }

  /** @param {Upload} upload */
  #put(upload) {
    this.uploads = [...this.uploads, upload];
    this.options.changed(upload);
  }

  #pump() {
    if (this.#pause !== undefined) return;
    const under = this.uploads.filter(({ state }) => state === "sending" || state === "checking").length;
    const next = this.uploads.filter(({ state }) => state === "waiting").slice(0, Math.max(0, AT_ONCE - under));
    for (const upload of next) this.#send(upload);
  }

  /** @param {Upload} upload */
  async #send(upload) {
    const bytes = /** @type {File} */ (upload.bytes);
    const posting = this.options.post(bytes, upload.key, (loaded) => this.#progressed(upload, loaded));
    this.#become(upload, { state: "sending", posting });
    try {
      const facts = await posting.sent;
      if (!this.uploads.includes(upload)) return;
      this.#become(upload, { state: "done", facts, loaded: upload.size, posting: undefined, bytes: undefined });
      this.options.done?.(upload);
    } catch (refusal) {
      if (this.uploads.includes(upload)) this.#refused(upload, /** @type {Refusal} */ (refusal));
    }
    this.#pump();
  }

  /** @param {Upload} upload @param {number} loaded */
  #progressed(upload, loaded) {
    if (upload.state !== "sending") return;
    // A form is a little more than its file.
    const most = Math.min(loaded, upload.size);
    this.#become(upload, most < upload.size ? { loaded: most } : { loaded: most, state: "checking" });
  }

  /** @param {Upload} upload @param {Refusal} refusal */
  #refused(upload, refusal) {
    if (refusal.code === "rate_limited") {
      this.#become(upload, { state: "waiting", loaded: 0, posting: undefined });
      this.#rest(refusal.waitMs || 1_000);
      return;
    }
    const lost = refusal.resultUnknown;
    const again = lost || !FINAL.has(refusal.code) || refusal.body.quota !== undefined;
    this.#become(upload, { state: "failed", why: reasonOf(refusal), again, lost, loaded: 0, posting: undefined });
  }

  /** The server wants a pause. @param {number} ms */
  #rest(ms) {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => { this.#pause = undefined; this.#pump(); }, ms);
  }

  /** @param {Upload} upload @param {Partial<Upload>} news */
  #become(upload, news) {
    Object.assign(upload, news);
    this.options.changed(upload);
  }
}

/** The same file would be refused the same way again; only in a full project room can be made. */
const FINAL = new Set(["invalid", "too_large", "unsupported_media_type", "forbidden", "not_found", "unauthenticated"]);

/** Why it need not be sent at all. @param {File} file */
function objection({ size }) {
  if (size > MAX_SIZE) return fill(gettext("Larger than %(most)s, which is the most."), { most: sizeWords(MAX_SIZE) });
  return size ? "" : gettext("The file is empty.");
}

/** @param {Refusal} refusal */
function reasonOf(refusal) {
  if (refusal.resultUnknown) return gettext("The connection broke off.");
  const { fields = {}, detail } = refusal.body;
  return Object.values(fields).flat()[0] ?? detail ?? gettext("That did not work. Please try again.");
}
