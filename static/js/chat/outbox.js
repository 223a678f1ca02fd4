/** The chat's outbox: shows own messages and changes at once and sends them in order. Failed messages stay with a retry button. */

import { Outbox } from "../live/outbox.js";
import { OutboxStore } from "../live/outbox_store.js";
import { showExpired } from "../tools/error_notices.js";
import { offerText } from "../tools/refused_text.js";
import { gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { uuid7 } from "../page/uuid7.js";
import { messageFromTemplate, cloneTemplate } from "./templates.js";
import { editMessage } from "./edit_message.js";
import { RateLimit } from "./rate_limit.js";
import { PREVIEWS } from "./optimistic.js";

/** @typedef {import("../types").Entry} Entry */
/** @typedef {import("../live/request_error").RequestError} RequestError */

const MESSAGE = "chat.message";

export class ChatOutbox {
  /** Commands whose event has not come yet. @type {Map<string, Entry>} */
  #pending = new Map();
  /** The confirmed nodes of messages that show pending commands. @type {Map<string, HTMLElement>} */
  #confirmed = new Map();
  /** Messages sent by this page. They can go back into the composer. @type {Set<string>} */
  #typed = new Set();

  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
    const { board } = chat;
    const whose = { userId: board.me.id, projectId: board.projectId };
    this.store = new OutboxStore({ ...whose, kind: "chat" });
    this.unsent = new OutboxStore({ ...whose, kind: "unsent" });
    this.rateLimit = new RateLimit();
    this.outbox = new Outbox({
      store: this.store,
      send: (type, payload, eventId) => board.socket.request(type, payload, eventId),
      prepare: (entry) => entry.payload,
      done: (entry, ack) => this.#onAck(entry, ack),
      failed: (entry, error) => this.#onError(entry, error),
      postponed: (entry, error) => this.#onPostponed(entry, error),
      expired: showExpired,
      changed: (size) => board.status.setQueued(size, "chat"),
    });
  }

  /** @param {string} text @param {string | null} replyToId @param {import("../types").FileFacts[]} [files] */
  sendMessage(text, replyToId, files = []) {
    const id = uuid7();
    const more = { ...(replyToId && { replyToId }), ...(files.length && { fileIds: files.map((file) => file.id) }) };
    const entry = this.#issue(MESSAGE, id, { projectId: this.chat.board.projectId, id, tempId: id, text, ...more }, { version: 0, files });
    this.#typed.add(entry.eventId);
  }

  /**
   * @param {"chat.update" | "chat.delete" | "chat.react" | "chat.unreact"} type
   * @param {string} id
   * @param {Record<string, any>} [fields]
   */
  send(type, id, fields = {}) {
    this.#issue(type, id, { id, ...fields });
  }

  /** Milliseconds until the next message may be sent; 0 without a connection. */
  get wait() {
    if (this.chat.board.socket.state !== "open") return 0;
    return this.rateLimit.wait(this.outbox.entries.filter(({ type }) => type === MESSAGE).length);
  }

  /** Takes over unsent commands of earlier pages, once this tab has its id. */
  restore() {
    const { tab, others } = this.chat.board.store;
    for (const store of [this.store, this.unsent]) Object.assign(store, { tab, others });
    for (const entry of this.outbox.restore()) this.#show(entry);
    for (const entry of this.unsent.all()) if (!this.chat.messageList.node(entry.entity)) { this.#show(entry); this.#showUnsent(entry); }
  }

  /** @param {boolean} live */
  onConnection(live) {
    if (!live) { this.outbox.pause(); return; }
    this.restore();
    this.outbox.resume();
  }

  /** Marks a command as confirmed. Returns true if it was this page's. @param {string} eventId @returns {boolean} */
  confirm(eventId) {
    this.outbox.settle(eventId);
    return this.#pending.delete(eventId);
  }

  /** Shows a message's newest HTML, with pending commands on top. @param {HTMLElement} fresh */
  receiveMessage(fresh) {
    const id = fresh.dataset.id ?? "";
    if (!this.#pendingFor(id).length) { this.#confirmed.delete(id); this.chat.messageList.patch(fresh); return; }
    this.#confirmed.set(id, fresh);
    this.#redraw(id);
  }

  /** Shows pending commands again after the list was replaced. */
  redraw() {
    this.#confirmed.clear();
    for (const id of new Set([...this.#pending.values()].map(({ entity }) => entity))) this.#redraw(id);
  }

  /** @param {string} id the unsent message's id */
  retry(id) {
    const entry = this.#takeUnsent(id);
    if (entry) this.#issue(MESSAGE, id, entry.payload, { version: 0, files: entry.seen?.files });
  }

  /** @param {string} id */
  discard(id) {
    this.#takeUnsent(id);
  }

  /**
   * @param {string} type
   * @param {string} entity
   * @param {Record<string, any>} payload
   * @param {import("../types").Seen} [seen]
   * @returns {Entry}
   */
  #issue(type, entity, payload, seen) {
    const entry = { eventId: uuid7(), type, entity, payload, seen, at: Date.now(), tab: this.store.tab };
    this.#show(entry);
    this.outbox.add(entry);
    return entry;
  }

  /** @param {Entry} entry */
  #show(entry) {
    const { messageList } = this.chat;
    this.#pending.set(entry.eventId, entry);
    if (entry.type !== MESSAGE) { this.#redraw(entry.entity); return; }
    if (messageList.node(entry.entity)) return;
    const { text, replyToId } = entry.payload;
    const node = messageFromTemplate(this.chat, {
      id: entry.entity,
      authorId: this.chat.me,
      text,
      replyToId,
      files: entry.seen?.files,
      createdAt: new Date(entry.at).toISOString(),
    });
    node.dataset.state = "pending";
    this.#changeEnd(() => { messageList.list.append(node); messageList.prepare(node); messageList.updateGroups(); });
  }

  /** @param {string} id */
  #pendingFor(id) {
    return [...this.#pending.values()].filter((entry) => entry.entity === id && entry.type !== MESSAGE);
  }

  /** @param {string} id */
  #redraw(id) {
    const shown = this.chat.messageList.node(id);
    if (!shown) return;
    const truth = this.#confirmed.get(id) ?? /** @type {HTMLElement} */ (shown.cloneNode(true));
    const fresh = /** @type {HTMLElement} */ (truth.cloneNode(true));
    const pending = this.#pendingFor(id);
    for (const { type, payload } of pending) PREVIEWS[type]?.(fresh, payload, this.chat.me);
    if (pending.length) this.#confirmed.set(id, truth);
    else this.#confirmed.delete(id);
    this.chat.messageList.patch(fresh);
    this.chat.messageList.updateGroups();
  }

  /** @param {Entry} entry @param {import("../types").Ack} ack */
  #onAck(entry, ack) {
    if (entry.type === MESSAGE) this.rateLimit.record();
    this.#typed.delete(entry.eventId);
    // The page already shows the event, as after a resync.
    if (ack.seq !== undefined && ack.seq <= this.chat.board.seq) this.#pending.delete(entry.eventId);
    const node = entry.type === MESSAGE && this.chat.messageList.node(entry.entity);
    if (node && node.dataset.state) node.dataset.state = "sent";
  }

  /**
   * Puts a rate-limited message back into the composer if possible; else it stays in the queue.
   * @param {Entry} entry
   * @param {RequestError} error
   */
  #onPostponed(entry, error) {
    const seconds = error.body.retryAfter ?? 0;
    if (entry.type !== MESSAGE || error.code !== "rate_limited") return false;
    this.rateLimit.pauseFor(seconds * 1000);
    const last = this.outbox.entries.at(-1) === entry;
    const back = last && this.#typed.has(entry.eventId) && this.chat.composer.restore(entry.payload, entry.seen?.files ?? []);
    this.chat.composer.showRateLimit();
    if (back) this.#forget(entry);
    return back;
  }

  /** @param {Entry} entry @param {RequestError} error @returns {null} */
  #onError(entry, error) {
    const words = Object.values(error.body.fields ?? {}).flat()[0] ?? error.body.detail;
    if (entry.type === MESSAGE) {
      this.#pending.delete(entry.eventId);
      const { sent: _sent, ...unsent } = entry;
      this.unsent.put({ ...unsent, seen: { ...entry.seen, version: 0, why: words } });
      this.#showUnsent(entry, words);
      return null;
    }
    this.#pending.delete(entry.eventId);
    this.#redraw(entry.entity);
    const why = words ?? gettext("That didn’t work. Please try again.");
    if (entry.type === "chat.update") this.#offerEdit(entry, why);
    else toast({ text: why, kind: "bad" });
    return null;
  }

  /** Offers the text of a refused edit, which its form had. @param {Entry} entry @param {string} why */
  #offerEdit({ entity, payload: { text } }, why) {
    const node = this.chat.messageList.node(entity);
    offerText({ text, why, putBack: node && this.chat.canWrite ? () => editMessage(this.chat, node, text) : undefined });
  }

  /** Shows "Not sent. Retry · Delete" below a message. @param {Entry} entry @param {string} [why] */
  #showUnsent(entry, why = entry.seen?.why) {
    this.#pending.delete(entry.eventId);
    const node = this.chat.messageList.node(entry.entity);
    if (!node || node.querySelector(".msg__unsent")) return;
    node.dataset.state = "failed";
    const line = cloneTemplate("message-unsent");
    const text = line.querySelector("[data-text]");
    if (text) text.textContent = [gettext("Not sent."), why].filter(Boolean).join(" ");
    this.#changeEnd(() => node.append(line));
  }

  /** Changes the end of the list and stays at the end if the reader is there. @param {() => void} change */
  #changeEnd(change) {
    const { isNearEnd } = this.chat.scroll;
    change();
    if (isNearEnd) this.chat.scroll.toEnd();
  }

  /** @param {Entry} entry */
  #forget(entry) {
    this.#pending.delete(entry.eventId);
    this.#typed.delete(entry.eventId);
    this.chat.messageList.node(entry.entity)?.remove();
    this.chat.messageList.updateGroups();
  }

  /** @param {string} id @returns {Entry | undefined} */
  #takeUnsent(id) {
    const entry = this.unsent.all().find(({ entity }) => entity === id);
    if (!entry) return undefined;
    this.unsent.remove(entry.eventId);
    this.#forget(entry);
    return entry;
  }
}
