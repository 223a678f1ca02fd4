/**
 * The message composer: Enter sends, Shift+Enter breaks the line, ↑ edits the last own message, Esc leaves. Keeps a draft and attachments.
 */

import { announce } from "../page/announce.js";
import { refuseLong } from "../page/field_limits.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { adopt } from "../texts/typed.js";
import { toggleChat } from "../board/input/panes.js";
import { Attachments } from "./attachments.js";
import { editLast } from "./edit_message.js";
import { excerpt, summaryOf } from "./templates.js";
import { find } from "./queries.js";
import { MentionSuggestions } from "../mentions/suggestions.js";
import { visibleText } from "../texts/visible.js";

const TICK_MS = 250;
/** Names of the drafts. */
const TEXT = "chat";
const REPLY = "reply";

export class Composer {
  /** @type {string | null} */
  #replyTo = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #countdown;
  /** The message is sent as soon as its files are uploaded. */
  #waitsForFiles = false;

  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
    this.form = /** @type {HTMLFormElement} */ (find(chat.root, ".composer"));
    this.field = /** @type {HTMLTextAreaElement} */ (find(this.form, "textarea"));
    this.notice = find(this.form, ".composer__notice");
    this.bar = find(this.form, "[data-reply]");
    this.place = chat.board.projectId;
    this.mentions = new MentionSuggestions(chat, this.field, find(chat.root, "#mention-list"));
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.field.addEventListener("input", () => this.#onInput());
    this.field.addEventListener("keydown", (event) => this.#onKey(event));
    this.files = new Attachments(chat, this.form, () => this.#filesChanged());
    this.#restoreDraft();
    chat.drafts.adopt(this.place).then(() => this.#restoreDraft()).catch(reportError);
  }

  send() {
    const text = visibleText(this.field.value);
    const { files } = this;
    this.#waitsForFiles = false;
    if (!text && !files.files.length && !files.busy.length && !files.failed.length) return;
    if (refuseLong(this.field)) return;
    if (files.failed.length) { this.#showNotice(uploadErrorText(files.failed[0])); return; }
    if (files.busy.length) { this.#waitsForFiles = true; this.#showNotice(gettext("Will be sent once the files are uploaded.")); return; }
    if (this.chat.outbox.wait > 0) { this.showRateLimit(); announce(this.notice.textContent ?? ""); return; }
    const replyTo = this.#replyTo;
    this.#setText("");
    this.reply(null);
    this.chat.typingIndicator.reset();
    this.#sendMessage(text, replyTo, files.take());
  }

  /** @param {HTMLElement | null} node the message to reply to */
  reply(node) {
    this.#showReply(node);
    if (node) this.field.focus();
  }

  /** @param {HTMLElement | null} node */
  #showReply(node) {
    this.#replyTo = node?.dataset.id ?? null;
    this.chat.drafts.keep(this.place, REPLY, this.#replyTo ?? "");
    this.bar.hidden = !node;
    if (!node) return;
    const name = this.chat.board.memberName(node.dataset.author ?? null);
    find(this.bar, "[data-text]").textContent = fill(gettext("%(name)s: %(text)s"), { name, text: excerpt(summaryOf(node), 80) });
  }

  /**
   * Puts a rate-limited message back into the field, unless something else is typed there.
   * @param {Record<string, any>} payload
   * @param {import("../types").FileFacts[]} files
   */
  restore({ text, replyToId }, files) {
    if (this.field.value.trim() || this.files.tray?.queue.uploads.length) return false;
    this.#setText(text);
    this.files.restore(files);
    this.reply(replyToId ? this.chat.messageList.node(replyToId) : null);
    return true;
  }

  /** Shows how long the user has to wait before the next message. */
  showRateLimit() {
    clearInterval(this.#countdown);
    const tick = () => {
      const seconds = Math.ceil(this.chat.outbox.wait / 1000);
      if (seconds > 0) { this.#showNotice(rateLimitText(seconds)); return; }
      clearInterval(this.#countdown);
      this.#showNotice("");
    };
    tick();
    this.#countdown = setInterval(tick, TICK_MS);
  }

  /** Inserts text at the caret. @param {string} text */
  insert(text) {
    this.field.focus();
    this.field.setRangeText(text, this.field.selectionStart, this.field.selectionEnd, "end");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Inserts "@" where a name can follow. */
  mention() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    this.insert(!before || /\s$/.test(before) ? "@" : " @");
  }

  /** @param {string} text @param {string | null} replyTo @param {import("../types").FileFacts[]} files */
  async #sendMessage(text, replyTo, files) {
    const { messageList, history, outbox, scroll } = this.chat;
    if (!messageList.atEnd) await history.showLatest().catch(() => undefined);
    outbox.sendMessage(text, replyTo, files);
    scroll.toEnd();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (this.mentions.onKey(event)) { event.preventDefault(); event.stopPropagation(); return; }
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) { event.preventDefault(); this.send(); }
    else if (event.key === "ArrowUp" && !this.field.value && editLast(this.chat)) event.preventDefault();
    else if (event.key === "Escape") { event.preventDefault(); this.#leave(); }
  }

  #leave() {
    if (this.#replyTo) { this.reply(null); return; }
    this.field.blur();
    if (matchMedia("(max-width: 1100px)").matches) toggleChat(false);
    else this.chat.log.focus({ preventScroll: true });
  }

  #filesChanged() {
    const { isNearEnd } = this.chat.scroll;
    if (this.#waitsForFiles && !this.files.busy.length) this.send();
    else if (!this.#waitsForFiles && !this.#isRateLimited) this.#showNotice("");
    if (isNearEnd) this.chat.scroll.toEnd();
  }

  #onInput() {
    const { value } = this.field;
    this.#waitsForFiles = false;
    this.#saveDraft();
    this.#resize();
    if (value.trim()) this.chat.typingIndicator.send();
    if (!this.#isRateLimited) this.#showNotice("");
  }

  get #isRateLimited() {
    return this.chat.outbox.wait > 0 && !this.notice.hidden;
  }

  /** @param {string} text */
  #setText(text) {
    this.field.value = text;
    this.#saveDraft();
    this.#resize();
  }

  #saveDraft() {
    this.chat.drafts.keep(this.place, TEXT, this.field.value);
  }

  /** Puts the draft back, before what was typed while this code was loading. */
  #restoreDraft() {
    const { drafts } = this.chat;
    const kept = drafts.text(this.place, TEXT);
    if (adopt(this.field, kept) && this.field.value !== kept) this.#onInput();
    const reply = drafts.text(this.place, REPLY);
    const node = reply && !this.#replyTo ? this.chat.messageList.node(reply) : null;
    if (node) this.#showReply(node);
    this.#resize();
  }

  /** Grows the field by script in browsers without `field-sizing`. */
  #resize() {
    if (globalThis.CSS?.supports?.("field-sizing", "content")) return;
    this.field.style.blockSize = "auto";
    this.field.style.blockSize = `${Math.min(160, this.field.scrollHeight)}px`;
  }

  /** @param {string} text */
  #showNotice(text) {
    this.notice.hidden = !text;
    if (this.notice.textContent !== text) this.notice.textContent = text;
  }
}

/** @param {import("../files/upload_queue").Upload} upload */
function uploadErrorText({ name, again }) {
  const words = again
    ? gettext("%(name)s was not uploaded. Try again or remove it, then send.")
    : gettext("%(name)s can’t be uploaded. Remove it, then send.");
  return fill(words, { name });
}

/** @param {number} n seconds */
function rateLimitText(n) {
  return fill(
    ngettext(
      "You can send 5 messages in 10 seconds. Try again in %(n)s second.",
      "You can send 5 messages in 10 seconds. Try again in %(n)s seconds.",
      n,
    ),
    { n },
  );
}

