/** What one says and does in the chat, to its end: shown at once, sent once and in order, or told why not. */

import { Outbox } from "../live/outbox.js";
import { OutboxStore } from "../live/outbox_store.js";
import { tellExpired } from "../tools/error_notices.js";
import { gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { uuid7 } from "../page/uuid7.js";
import { blankMessage, clone } from "./templates.js";
import { Pace } from "./rate_limit.js";
import { PAINTS } from "./optimistic.js";

/** @typedef {import("../types").Entry} Entry */
/** @typedef {import("../live/request_error").Refusal} Refusal */

const SAY = "chat.message";

export class Sending {
  /** Until its event comes. @type {Map<string, Entry>} */
  #pending = new Map();
  /** Messages as the server knows them, while something of ours is shown on top. @type {Map<string, HTMLElement>} */
  #truth = new Map();
  /** Said on this very page: its words can go back into the composer. @type {Set<string>} */
  #typed = new Set();

  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
    const { board } = chat;
    const whose = { userId: board.me.id, projectId: board.projectId };
    this.store = new OutboxStore({ ...whose, kind: "chat" });
    this.unsent = new OutboxStore({ ...whose, kind: "unsent" });
    this.pace = new Pace();
    this.outbox = new Outbox({
      store: this.store,
      send: (type, payload, eventId) => board.socket.ask(type, payload, eventId),
      prepare: (entry) => entry.payload,
      done: (entry, ack) => this.#done(entry, ack),
      failed: (entry, refusal) => this.#failed(entry, refusal),
      held: (entry, refusal) => this.#held(entry, refusal),
      expired: tellExpired,
      changed: (size) => board.status.queued(size, "chat"),
    });
  }

  /** @param {string} text @param {string | null} replyToId @param {import("../types").FileFacts[]} [files] */
  say(text, replyToId, files = []) {
    const id = uuid7();
    const more = { ...(replyToId && { replyToId }), ...(files.length && { fileIds: files.map((file) => file.id) }) };
    const entry = this.#issue(SAY, id, { projectId: this.chat.board.projectId, id, tempId: id, text, ...more }, { version: 0, files });
    this.#typed.add(entry.eventId);
  }

  /** @param {"chat.update" | "chat.delete" | "chat.react" | "chat.unreact"} type @param {string} id @param {Record<string, any>} [fields] */
  change(type, id, fields = {}) {
    this.#issue(type, id, { id, ...fields });
  }

  /** How long until one may say one more; 0 too where nobody can know, without a line. */
  get wait() {
    if (this.chat.board.socket.state !== "open") return 0;
    return this.pace.wait(this.outbox.entries.filter(({ type }) => type === SAY).length);
  }

  /** The tab has its name: what earlier pages left is ours to send. */
  claimed() {
    const { tab, others } = this.chat.board.store;
    for (const store of [this.store, this.unsent]) Object.assign(store, { tab, others });
    for (const entry of this.outbox.restore()) this.#show(entry);
    for (const entry of this.unsent.all()) if (!this.chat.stream.node(entry.entity)) { this.#show(entry); this.#tell(entry); }
  }

  /** @param {boolean} live */
  line(live) {
    if (!live) { this.outbox.close(); return; }
    this.claimed();
    this.outbox.open();
  }

  /** An event of the log: was it ours? @param {string} eventId @returns {boolean} */
  settled(eventId) {
    this.outbox.settled(eventId);
    return this.#pending.delete(eventId);
  }

  /** A message as the server has it now. @param {HTMLElement} fresh */
  receive(fresh) {
    const id = fresh.dataset.id ?? "";
    if (!this.#of(id).length) { this.#truth.delete(id); this.chat.stream.renew(fresh); return; }
    this.#truth.set(id, fresh);
    this.#repaint(id);
  }

  /** The messages were fetched anew: ours goes on top again. */
  repaint() {
    this.#truth.clear();
    for (const id of new Set([...this.#pending.values()].map(({ entity }) => entity))) this.#repaint(id);
  }

  /** @param {string} id of a message that was not sent */
  again(id) {
    const entry = this.#takeUnsent(id);
    if (entry) this.#issue(SAY, id, entry.payload, { version: 0, files: entry.seen?.files });
  }

  /** @param {string} id */
  discard(id) {
    this.#takeUnsent(id);
  }

  /** @param {string} type @param {string} entity @param {Record<string, any>} payload @param {import("../types").Seen} [seen] @returns {Entry} */
  #issue(type, entity, payload, seen) {
    const entry = { eventId: uuid7(), type, entity, payload, seen, at: Date.now(), tab: this.store.tab };
    this.#show(entry);
    this.outbox.add(entry);
    return entry;
  }

  /** @param {Entry} entry */
  #show(entry) {
    const { stream } = this.chat;
    this.#pending.set(entry.eventId, entry);
    if (entry.type !== SAY) { this.#repaint(entry.entity); return; }
    if (stream.node(entry.entity)) return;
    const { text, replyToId } = entry.payload;
    const node = blankMessage(this.chat, { id: entry.entity, authorId: this.chat.me, text, replyToId, files: entry.seen?.files, createdAt: new Date(entry.at).toISOString() });
    node.dataset.state = "pending";
    this.#below(() => { stream.list.append(node); stream.dress(node); stream.arrange(); });
  }

  /** @param {string} id */
  #of(id) {
    return [...this.#pending.values()].filter((entry) => entry.entity === id && entry.type !== SAY);
  }

  /** @param {string} id */
  #repaint(id) {
    const shown = this.chat.stream.node(id);
    if (!shown) return;
    const truth = this.#truth.get(id) ?? /** @type {HTMLElement} */ (shown.cloneNode(true));
    const fresh = /** @type {HTMLElement} */ (truth.cloneNode(true));
    const pending = this.#of(id);
    for (const { type, payload } of pending) PAINTS[type]?.(fresh, payload, this.chat.me);
    if (pending.length) this.#truth.set(id, truth);
    else this.#truth.delete(id);
    this.chat.stream.renew(fresh);
    this.chat.stream.arrange();
  }

  /** @param {Entry} entry @param {import("../types").Ack} ack */
  #done(entry, ack) {
    if (entry.type === SAY) this.pace.took();
    this.#typed.delete(entry.eventId);
    // Its event is in the page already, as after a fetch of everything.
    if (ack.seq !== undefined && ack.seq <= this.chat.board.seq) this.#pending.delete(entry.eventId);
    const node = entry.type === SAY && this.chat.stream.node(entry.entity);
    if (node && node.dataset.state) node.dataset.state = "sent";
  }

  /** Too fast: the words go back to where they can be changed; where that is not possible, they wait. @param {Entry} entry @param {Refusal} refusal */
  #held(entry, refusal) {
    const seconds = refusal.body.retryAfter ?? 0;
    if (entry.type !== SAY || refusal.code !== "rate_limited") return false;
    this.pace.told(seconds * 1000);
    const last = this.outbox.entries.at(-1) === entry;
    const back = last && this.#typed.has(entry.eventId) && this.chat.composer.takeBack(entry.payload, entry.seen?.files ?? []);
    this.chat.composer.tellPace();
    if (back) this.#forget(entry);
    return back;
  }

  /** @param {Entry} entry @param {Refusal} refusal @returns {null} */
  #failed(entry, refusal) {
    const words = Object.values(refusal.body.fields ?? {}).flat()[0] ?? refusal.body.detail;
    if (entry.type === SAY) {
      this.#pending.delete(entry.eventId);
      const { sent: _sent, ...unsent } = entry;
      this.unsent.put({ ...unsent, seen: { ...entry.seen, version: 0, why: words } });
      this.#tell(entry, words);
      return null;
    }
    this.#pending.delete(entry.eventId);
    this.#repaint(entry.entity);
    toast({ text: words ?? gettext("That did not work. Please try again."), kind: "bad" });
    return null;
  }

  /** "Not sent. Retry · Delete" @param {Entry} entry @param {string} [why] */
  #tell(entry, why = entry.seen?.why) {
    this.#pending.delete(entry.eventId);
    const node = this.chat.stream.node(entry.entity);
    if (!node || node.querySelector(".msg__unsent")) return;
    node.dataset.state = "failed";
    const line = clone("message-unsent");
    const text = line.querySelector("[data-text]");
    if (text) text.textContent = [gettext("Not sent."), why].filter(Boolean).join(" ");
    this.#below(() => node.append(line));
  }

  /** Changes the end of the stream; who is there stays there. @param {() => void} change */
  #below(change) {
    const { near } = this.chat.scroll;
    change();
    if (near) this.chat.scroll.toEnd();
  }

  /** @param {Entry} entry */
  #forget(entry) {
    this.#pending.delete(entry.eventId);
    this.#typed.delete(entry.eventId);
    this.chat.stream.node(entry.entity)?.remove();
    this.chat.stream.arrange();
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
