/** Where one writes: Enter sends, Shift+Enter breaks the line, ↑ edits one's last, Esc leaves. Drafts are kept, and files go along. */

import { announce } from "../page/announce.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { safeStorage } from "../page/storage.js";
import { toggleChat } from "../board/input/panes.js";
import { Attaching } from "./attachments.js";
import { editLast } from "./edit_message.js";
import { excerpt, wordsOf } from "./templates.js";
import { find } from "./queries.js";
import { MentionList } from "../mentions/suggestions.js";

const LENGTH = 4000;
const TICK_MS = 250;

export class Composer {
  /** @type {string | null} */
  #replyTo = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #countdown;
  /** Enter was pressed; what is written goes when its files are up. */
  #waits = false;

  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
    this.form = /** @type {HTMLFormElement} */ (find(chat.root, ".composer"));
    this.field = /** @type {HTMLTextAreaElement} */ (find(this.form, "textarea"));
    this.notice = find(this.form, ".composer__notice");
    this.bar = find(this.form, "[data-reply]");
    this.draft = `kr:draft:chat:${chat.board.projectId}`;
    this.field.value = safeStorage().getItem(this.draft) ?? "";
    this.mentions = new MentionList(chat, this.field, find(chat.root, "#mention-list"));
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.files = new Attaching(chat, this.form, () => this.#filesChanged());
    this.#measure();
  }

  send() {
    const text = this.field.value.trim();
    const length = [...text].length;
    const { files } = this;
    this.#waits = false;
    if (!text && !files.files.length && !files.busy.length && !files.failed.length) return;
    if (length > LENGTH) { this.#tell(fill(gettext("%(n)s characters; %(most)s at most."), { n: length, most: LENGTH })); return; }
    if (files.failed.length) { this.#tell(failureWords(files.failed[0])); return; }
    if (files.busy.length) { this.#waits = true; this.#tell(gettext("Goes out as soon as the files are up.")); return; }
    if (this.chat.sending.wait > 0) { this.tellPace(); announce(this.notice.textContent ?? ""); return; }
    const replyTo = this.#replyTo;
    this.#write("");
    this.reply(null);
    this.chat.typing.rest();
    this.#say(text, replyTo, files.take());
  }

  /** @param {HTMLElement | null} node the message that is answered */
  reply(node) {
    this.#replyTo = node?.dataset.id ?? null;
    this.bar.hidden = !node;
    if (!node) return;
    const name = this.chat.board.nameOf(node.dataset.author ?? null);
    find(this.bar, "[data-text]").textContent = fill(gettext("%(name)s: %(text)s"), { name, text: excerpt(wordsOf(node), 80) });
    this.field.focus();
  }

  /** The server wants a pause: the words are here again, unless others stand here by now. @param {Record<string, any>} payload @param {import("../types").FileFacts[]} files */
  takeBack({ text, replyToId }, files) {
    if (this.field.value.trim() || this.files.tray?.queue.uploads.length) return false;
    this.#write(text);
    this.files.putBack(files);
    this.reply(replyToId ? this.chat.stream.node(replyToId) : null);
    return true;
  }

  /** When one may go on. */
  tellPace() {
    clearInterval(this.#countdown);
    const tick = () => {
      const seconds = Math.ceil(this.chat.sending.wait / 1000);
      if (seconds > 0) { this.#tell(paceWords(seconds)); return; }
      clearInterval(this.#countdown);
      this.#tell("");
    };
    tick();
    this.#countdown = setInterval(tick, TICK_MS);
  }

  /** At the caret. @param {string} text */
  insert(text) {
    this.field.focus();
    this.field.setRangeText(text, this.field.selectionStart, this.field.selectionEnd, "end");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** "@", where a name can follow. */
  mention() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    this.insert(!before || /\s$/.test(before) ? "@" : " @");
  }

  /** @param {string} text @param {string | null} replyTo @param {import("../types").FileFacts[]} files */
  async #say(text, replyTo, files) {
    const { stream, history, sending, scroll } = this.chat;
    if (!stream.atEnd) await history.latest().catch(() => undefined);
    sending.say(text, replyTo, files);
    scroll.toEnd();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    if (this.mentions.key(event)) { event.preventDefault(); event.stopPropagation(); return; }
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
    const { near } = this.chat.scroll;
    if (this.#waits && !this.files.busy.length) this.send();
    else if (!this.#waits && !this.#pausing) this.#tell("");
    if (near) this.chat.scroll.toEnd();
  }

  #typed() {
    const { value } = this.field;
    this.#waits = false;
    this.#keep();
    this.#measure();
    if (value.trim()) this.chat.typing.tell();
    if (!this.#pausing) this.#tell("");
  }

  get #pausing() {
    return this.chat.sending.wait > 0 && !this.notice.hidden;
  }

  /** @param {string} text */
  #write(text) {
    this.field.value = text;
    this.#keep();
    this.#measure();
  }

  #keep() {
    const { value } = this.field;
    try {
      if (value) safeStorage().setItem(this.draft, value);
      else safeStorage().removeItem(this.draft);
    } catch {
      // Full: the words stay on the page.
    }
  }

  /** Where the style sheet cannot let it grow by itself. */
  #measure() {
    if (globalThis.CSS?.supports?.("field-sizing", "content")) return;
    this.field.style.blockSize = "auto";
    this.field.style.blockSize = `${Math.min(160, this.field.scrollHeight)}px`;
  }

  /** @param {string} text */
  #tell(text) {
    this.notice.hidden = !text;
    if (this.notice.textContent !== text) this.notice.textContent = text;
  }
}

/** @param {import("../files/upload_queue").Upload} upload */
function failureWords({ name, again }) {
  const words = again ? gettext("%(name)s was not uploaded. Try again or remove it, then send.") : gettext("%(name)s cannot be uploaded. Remove it, then send.");
  return fill(words, { name });
}

/** @param {number} n seconds */
function paceWords(n) {
  return fill(ngettext("5 messages in 10 seconds is the most. Go on in %(n)s second.", "5 messages in 10 seconds is the most. Go on in %(n)s seconds.", n), { n });
}

