/**
 * The upload queue: three uploads at a time, each with its progress, result or error. Uses no DOM.
 * An upload that was cut is sent again under its idempotency key, and the server stores it once.
 */

import { backoff } from "../page/backoff.js";
import { fill, gettext } from "../page/i18n.js";
import { uuid7 } from "../page/uuid7.js";
import { MAX_SIZE, formatSize } from "./file_facts.js";

/** @typedef {import("../types").FileFacts} FileFacts */
/** @typedef {import("../live/request_error").RequestError} RequestError */
/** @typedef {"waiting" | "sending" | "checking" | "done" | "failed"} State */
/** @typedef {{ sent: Promise<FileFacts>, abort: () => void }} UploadRequest */
/**
 * `key` is the idempotency key. `again`: can it be retried? `lost`: did it fail because the connection broke?
 * `cut`: how often it was cut since the connection last came back; it waits for its next try while `resumesAt` is set.
 * `movedAt`: when anything of it was last sent.
 * @typedef {{ key: string, name: string, size: number, type: string, state: State, loaded: number,
 *   bytes?: File, facts?: FileFacts, why?: string, again?: boolean, lost?: boolean, cut?: number, resumesAt?: number, movedAt?: number,
 *   posting?: UploadRequest }} Upload
 */

const AT_ONCE = 3;
/** Tries of an upload that keeps being cut: about two minutes. */
const TRIES = 10;
/** An upload without progress for this long was cut with the connection that has just come back. */
const STILL_MS = 5_000;

export class UploadQueue {
  /** @type {Upload[]} */
  uploads = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pauseTimer;

  /**
   * @param {{ post: (file: File, key: string, progress: (loaded: number) => void) => UploadRequest,
   *   changed: (upload: Upload) => void, done?: (upload: Upload) => void, late?: (facts: FileFacts) => void }} options
   * `changed` is also called for removed uploads, `late` for files that arrived after their upload was removed.
   */
  constructor(options) {
    this.options = options;
  }

  /** Uploads that are waiting or in progress. */
  get busy() {
    return this.uploads.filter(({ state }) => state === "waiting" || state === "sending" || state === "checking");
  }

  get failed() {
    return this.uploads.filter(({ state }) => state === "failed");
  }

  /** @returns {FileFacts[]} the files that are uploaded */
  get arrived() {
    return this.uploads.flatMap(({ facts }) => facts ?? []);
  }

  /** @param {Iterable<File>} files */
  add(files) {
    for (const bytes of files) {
      const { name, size, type } = bytes;
      const why = rejectionReason(bytes);
      this.#append({ key: uuid7(), name, size, type, loaded: 0, bytes, state: why ? "failed" : "waiting", ...(why && { why }) });
    }
    this.#sendWaiting();
  }

  /** Adds a file that an earlier page uploaded. @param {FileFacts} facts */
  restore(facts) {
    this.#append({ key: facts.id, name: facts.name, size: facts.size, type: facts.contentType, loaded: facts.size, state: "done", facts });
  }

  /** Adds a failed upload that cannot begin. @param {string} name @param {string} why */
  refuse(name, why) {
    this.#append({ key: uuid7(), name, size: 0, type: "", loaded: 0, state: "failed", why });
  }

  /** @param {Upload} upload */
  remove(upload) {
    if (!this.uploads.includes(upload)) return;
    this.uploads = this.uploads.filter((other) => other !== upload);
    // A fully sent file cannot be aborted any more.
    if (upload.state === "checking") upload.posting?.sent.then((facts) => this.options.late?.(facts), () => undefined);
    else upload.posting?.abort();
    this.options.changed(upload);
    this.#sendWaiting();
  }

  clear() {
    for (const upload of [...this.uploads]) this.remove(upload);
  }

  /** @param {Upload} upload */
  retry(upload) {
    if (upload.state !== "failed" || !upload.again) return;
    this.#update(upload, { state: "waiting", loaded: 0, why: undefined, lost: false, cut: 0 });
    this.#sendWaiting();
  }

  /** The connection is back: sends again at once what was cut, and what has stood still since. */
  retryDisconnected() {
    for (const upload of this.uploads) {
      upload.cut = 0;
      if (upload.state === "failed" && upload.lost) this.retry(upload);
      else if (upload.resumesAt !== undefined) this.#resume(upload);
      else if (upload.posting && Date.now() - (upload.movedAt ?? 0) > STILL_MS) {
        upload.posting.abort();
        this.#resume(upload);
      }
    }
  }

  /** @param {Upload} upload */
  #resume(upload) {
    if (!this.uploads.includes(upload)) return;
    this.#update(upload, { state: "waiting", resumesAt: undefined, posting: undefined, loaded: 0 });
    this.#sendWaiting();
  }

  /** @param {Upload} upload */
  #append(upload) {
    this.uploads = [...this.uploads, upload];
    this.options.changed(upload);
  }

  #sendWaiting() {
    if (this.#pauseTimer !== undefined) return;
    const under = this.uploads.filter(({ state }) => state === "sending" || state === "checking").length;
    const next = this.uploads.filter(isNext).slice(0, Math.max(0, AT_ONCE - under));
    for (const upload of next) this.#send(upload);
  }

  /** @param {Upload} upload */
  async #send(upload) {
    const bytes = /** @type {File} */ (upload.bytes);
    const posting = this.options.post(bytes, upload.key, (loaded) => this.#onProgress(upload, loaded));
    this.#update(upload, { state: "sending", posting, movedAt: Date.now() });
    try {
      const facts = await posting.sent;
      if (!this.uploads.includes(upload) || upload.posting !== posting) return;
      this.#update(upload, { state: "done", facts, loaded: upload.size, posting: undefined, bytes: undefined });
      this.options.done?.(upload);
    } catch (error) {
      if (this.uploads.includes(upload) && upload.posting === posting) this.#onError(upload, /** @type {RequestError} */ (error));
    }
    this.#sendWaiting();
  }

  /** @param {Upload} upload @param {number} loaded */
  #onProgress(upload, loaded) {
    if (upload.state !== "sending") return;
    upload.movedAt = Date.now();
    // The multipart form is slightly larger than the file.
    const most = Math.min(loaded, upload.size);
    this.#update(upload, most < upload.size ? { loaded: most } : { loaded: most, state: "checking" });
  }

  /** @param {Upload} upload @param {RequestError} error */
  #onError(upload, error) {
    if (error.code === "rate_limited") {
      this.#update(upload, { state: "waiting", loaded: 0, posting: undefined });
      this.#pauseFor(error.retryAfterMs || 1_000);
      return;
    }
    const lost = error.resultUnknown || error.code === "unavailable";
    if (lost && (upload.cut ?? 0) < TRIES) { this.#sendAgainLater(upload, error.retryAfterMs); return; }
    const again = lost || !FINAL.has(error.code) || error.body.quota !== undefined;
    this.#update(upload, { state: "failed", why: errorText(error), again, lost, loaded: 0, posting: undefined });
  }

  /** Makes room for others until its next try. @param {Upload} upload @param {number} least milliseconds to wait */
  #sendAgainLater(upload, least) {
    const cut = (upload.cut ?? 0) + 1;
    const wait = Math.max(least, backoff(cut));
    const resumesAt = Date.now() + wait;
    this.#update(upload, { state: "waiting", cut, resumesAt, loaded: 0, posting: undefined });
    setTimeout(() => { if (upload.resumesAt === resumesAt) this.#resume(upload); }, wait);
  }

  /** Pauses the queue as long as the server asked. @param {number} ms */
  #pauseFor(ms) {
    clearTimeout(this.#pauseTimer);
    this.#pauseTimer = setTimeout(() => { this.#pauseTimer = undefined; this.#sendWaiting(); }, ms);
  }

  /** @param {Upload} upload @param {Partial<Upload>} news */
  #update(upload, news) {
    Object.assign(upload, news);
    this.options.changed(upload);
  }
}

/** Errors that a retry cannot fix, unless a quota was full. */
const FINAL = new Set(["invalid", "too_large", "unsupported_media_type", "forbidden", "not_found", "unauthenticated"]);

/** Can it be sent now? @param {Upload} upload */
function isNext({ state, resumesAt }) {
  return state === "waiting" && resumesAt === undefined;
}

/** The reason why a file cannot be uploaded, or "". @param {File} file */
function rejectionReason({ size }) {
  if (size > MAX_SIZE) return fill(gettext("Larger than the limit of %(most)s."), { most: formatSize(MAX_SIZE) });
  return size ? "" : gettext("The file is empty.");
}

/** @param {RequestError} error */
function errorText(error) {
  if (error.resultUnknown) return gettext("The connection was lost.");
  const { fields = {}, detail } = error.body;
  return Object.values(fields).flat()[0] ?? detail ?? gettext("That didn’t work. Please try again.");
}
