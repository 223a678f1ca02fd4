/** The read marker: the "new" divider, the unread counts and the marker on the server. */

import { fill, gettext, ngettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { firstUnread } from "./message_groups.js";
import { UnreadCount } from "./unread/unread_count.js";

const DELAY_MS = 300;
const MOST = 999;

export class ReadMarker {
  /** The last message when the page opened. The divider stays where the user left off. */
  #until = "";
  #untilAt = 0;
  #dividerCount = 0;
  /** Marked as unread by the user: counts as read only after they come back. */
  #markedUnread = false;
  #stale = false;
  /** Asking the server what is unread. */
  #asking = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
    this.title = document.title;
    this.count = new UnreadCount(chat.me, stateOf(chat.root));
    this.marker = chat.root.dataset.marker ?? "";
    this.openedWith = this.count.state;
    this.up = /** @type {HTMLElement} */ (chat.root.querySelector("[data-action=chat-unread]"));
    const back = () => { this.#markedUnread = false; this.markReadIfVisible(); };
    addEventListener("focus", back);
    document.addEventListener("visibilitychange", () => this.markReadIfVisible());
    // Signals do not come back: after a reconnect, and from time to time while polling, the numbers are asked for.
    let lines = chat.board.socket.state === "open" ? 1 : 0;
    document.addEventListener("kr:connection-open", () => { if (lines++) this.#ask(); });
    const app = chat.root.closest(".app");
    if (app && globalThis.MutationObserver) new MutationObserver(back).observe(app, { attributeFilter: ["data-pane", "data-chat"] });
  }

  start() {
    this.#until = this.chat.messageList.last?.dataset.id ?? "";
    this.#untilAt = timeOf(this.chat.messageList.last?.dataset.at);
    this.#dividerCount = this.unread;
    this.placeDivider();
    this.chat.scroll.toEnd();
    const rule = this.#divider;
    if (rule && rule.getBoundingClientRect().top < this.chat.log.getBoundingClientRect().top) this.chat.scroll.scrollTo(rule, "start");
    this.#show();
    this.markReadIfVisible();
  }

  /** Places the divider above the first unread message, if it is loaded. */
  placeDivider() {
    if (!this.#dividerCount || this.#divider) return;
    const { messages } = this.chat.messageList;
    const end = messages.findIndex(({ dataset }) => dataset.id === this.#until);
    const first = end < 0 ? this.#afterMarker() : firstUnread(messages.slice(0, end + 1), this.#dividerCount, (node) => this.#counts(node));
    if (first) this.#insertDivider(first, this.#dividerCount);
    this.up.hidden = Boolean(first) || !this.marker;
    this.up.textContent = `↑ ${newText(this.#dividerCount)}`;
  }

  /** Counts an event, before the list shows it. @param {import("../types").LoggedEvent} event */
  onEvent(event) {
    const { mentions } = this;
    const change = this.count.apply(event);
    if (event.type === "chat.message.deleted") this.#shrinkDivider(event.payload);
    if (change || mentions !== this.mentions) this.#show();
    if (this.count.isInDoubt) this.#ask();
  }

  /** A message is in the list. @param {{ authorId: string }} message */
  onMessage({ authorId }) {
    if (authorId === this.chat.me) this.#markedUnread = false;
    else this.markReadIfVisible();
  }

  /** The user read on another device. @param {import("./unread/unread_count").Unread} state */
  onReadElsewhere(state) {
    this.#set(state);
  }

  get unread() {
    return this.count.unread;
  }

  get mentions() {
    return this.count.mentions;
  }

  /** Marks the newest message as read if the end of the list is visible. */
  markReadIfVisible() {
    if (!(this.unread || this.#stale) || this.#markedUnread || !this.#isVisible || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const { last } = this.chat.messageList;
      if (last && this.#isVisible && !this.#markedUnread) this.#send(last.dataset.id ?? "");
    }, DELAY_MS);
  }

  /** Marks a message and all after it as unread. @param {HTMLElement} node */
  async markUnread(node) {
    const { messages } = this.chat.messageList;
    const before = messages[messages.indexOf(node) - 1];
    if (!before) { toast({ text: gettext("This is the first message."), kind: "info" }); return; }
    this.#markedUnread = true;
    await this.#send(before.dataset.id ?? "");
    const below = messages.slice(messages.indexOf(node)).filter((each) => this.#counts(each));
    this.#dividerCount = this.unread;
    this.openedWith = this.count.state;
    this.#untilAt = timeOf(messages.at(-1)?.dataset.at);
    this.chat.scroll.keepPosition(() => {
      this.#divider?.remove();
      if (this.unread) this.#insertDivider(below[0] ?? node, this.unread);
      this.chat.messageList.updateGroups();
    });
  }

  /** Takes the counts of a freshly fetched page. @param {HTMLElement | null} fresh the fresh chat panel */
  reset(fresh) {
    if (fresh) this.#set(stateOf(fresh));
  }

  get #divider() {
    return /** @type {HTMLElement | null} */ (this.chat.messageList.list.querySelector(".rule--new"));
  }

  get #isVisible() {
    const visible = this.chat.root.checkVisibility?.({ visibilityProperty: true }) ?? true;
    return visible && !document.hidden && document.hasFocus() && this.chat.scroll.isNearEnd;
  }

  /** @param {HTMLElement} node */
  #counts(node) {
    return node.dataset.author !== this.chat.me && !("deleted" in node.dataset);
  }

  #afterMarker() {
    const { messages } = this.chat.messageList;
    const at = messages.findIndex(({ dataset }) => dataset.id === this.marker);
    return at < 0 ? null : (messages.slice(at + 1).find((node) => this.#counts(node)) ?? null);
  }

  /** A message below the divider was deleted. @param {{ id: string, authorId: string, createdAt: string }} message */
  #shrinkDivider({ authorId, createdAt }) {
    const at = timeOf(createdAt);
    if (!this.#dividerCount || authorId === this.chat.me || at <= timeOf(this.openedWith.since) || at > this.#untilAt) return;
    this.#dividerCount -= 1;
    const n = this.#dividerCount;
    const rule = this.#divider;
    if (rule && n) rule.textContent = newText(n);
    else if (rule) this.chat.scroll.keepPosition(() => { rule.remove(); this.chat.messageList.updateGroups(); });
    this.up.textContent = `↑ ${newText(n)}`;
    this.up.hidden ||= !n;
  }

  /** @param {HTMLElement} node @param {number} n */
  #insertDivider(node, n) {
    const rule = Object.assign(document.createElement("li"), { className: "rule rule--new" });
    rule.textContent = newText(n);
    node.before(rule);
    this.chat.messageList.updateGroups();
  }

  /** @param {string} messageId */
  async #send(messageId) {
    const { socket, projectId } = this.chat.board;
    try {
      const { payload } = await socket.request("chat.read", { projectId, messageId });
      this.#stale = false;
      this.#set(payload);
    } catch {
      // Offline: sent when the connection is back.
      this.#stale = true;
    }
  }

  /** Asks for the numbers: signals were missed, or events alone do not tell them. */
  async #ask() {
    if (this.#asking) return;
    this.#asking = true;
    const { socket, projectId } = this.chat.board;
    // What follows at once, such as more deletions, is answered together.
    await new Promise((resolve) => { setTimeout(resolve, DELAY_MS); });
    this.#asking = false;
    // Offline: asked when the connection is back.
    await socket.request("chat.unread", { projectId }).then(({ payload }) => this.#set(payload), () => undefined);
  }

  /** @param {import("./unread/unread_count").Unread} state */
  #set(state) {
    this.count.set(state);
    if (!this.unread) this.up.hidden = true;
    this.#show();
  }

  #show() {
    const { unread, mentions } = this;
    document.title = unread ? `(${mentions ? `@${mentions} · ` : ""}${count(unread)}) ${this.title}` : this.title;
    for (const place of document.querySelectorAll(".toolbar__chat, .tabbar [data-pane=chat]")) badge(place, unread, mentions);
  }
}

/** @param {HTMLElement} panel the chat panel of a page @returns {import("./unread/unread_count").Unread} */
function stateOf({ dataset }) {
  const { unread = 0, mentions = 0, seq = 0, marker = null, since = "" } = dataset;
  return { unread: Number(unread), mentions: Number(mentions), seq: Number(seq), messageId: marker, since };
}

/** @param {string | undefined} at */
function timeOf(at) {
  return Date.parse(at ?? "") || 0;
}

/** @param {number} n */
function newText(n) {
  return fill(ngettext("%(n)s new", "%(n)s new", n), { n });
}

/** @param {Element} place @param {number} unread @param {number} mentions */
function badge(place, unread, mentions) {
  const node = /** @type {HTMLElement} */ (
    place.querySelector(".badge") ?? Object.assign(document.createElement("span"), { className: "badge" })
  );
  node.hidden = !unread;
  node.classList.toggle("badge--mention", mentions > 0);
  node.textContent = count(unread);
  const words = Object.assign(document.createElement("span"), {
    className: "sr",
    textContent: ` ${fill(ngettext("%(n)s unread message", "%(n)s unread messages", unread), { n: unread })}`,
  });
  node.append(words);
  if (!node.isConnected) place.append(node);
}

/** @param {number} unread */
function count(unread) {
  return unread > MOST ? `${MOST}+` : String(unread);
}
