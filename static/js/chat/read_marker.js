/** The read marker: the "new" divider, the unread counts and the marker on the server. */

import { fill, gettext, ngettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { firstUnread } from "./message_groups.js";

const DELAY_MS = 300;
const MOST = 999;

export class ReadMarker {
  /** The last message when the page opened. The divider stays where the user left off. */
  #until = "";
  #dividerCount = 0;
  /** Marked as unread by the user: counts as read only after they come back. */
  #markedUnread = false;
  #stale = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
    this.title = document.title;
    this.unread = Number(chat.root.dataset.unread ?? 0);
    this.mentions = Number(chat.root.dataset.mentions ?? 0);
    this.marker = chat.root.dataset.marker ?? "";
    this.up = /** @type {HTMLElement} */ (chat.root.querySelector("[data-action=chat-unread]"));
    const back = () => { this.#markedUnread = false; this.markReadIfVisible(); };
    addEventListener("focus", back);
    document.addEventListener("visibilitychange", () => this.markReadIfVisible());
    const app = chat.root.closest(".app");
    if (app && globalThis.MutationObserver) new MutationObserver(back).observe(app, { attributeFilter: ["data-pane", "data-chat"] });
  }

  start() {
    this.#until = this.chat.messageList.last?.dataset.id ?? "";
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
    const n = this.#dividerCount;
    this.up.textContent = `↑ ${fill(ngettext("%(n)s new", "%(n)s new", n), { n })}`;
  }

  /** @param {{ authorId: string, mentionIds?: string[] }} message */
  onMessage({ authorId, mentionIds = [] }) {
    if (authorId === this.chat.me) { this.#markedUnread = false; return; }
    this.unread += 1;
    if (mentionIds.includes(this.chat.me)) this.mentions += 1;
    this.#show();
    this.markReadIfVisible();
  }

  /** The user read on another device. @param {{ unread: number }} payload */
  onReadElsewhere({ unread }) {
    this.#set(unread);
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
    this.mentions = below.filter((each) => each.classList.contains("is-mentioned")).length;
    this.#dividerCount = this.unread;
    this.chat.scroll.keepPosition(() => {
      this.#divider?.remove();
      if (this.unread) this.#insertDivider(below[0] ?? node, this.unread);
      this.chat.messageList.updateGroups();
    });
    this.#show();
  }

  /** Takes the counts of a freshly fetched page. @param {HTMLElement | null} fresh the fresh chat panel */
  reset(fresh) {
    this.mentions = Number(fresh?.dataset.mentions ?? 0);
    this.#set(Number(fresh?.dataset.unread ?? 0));
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

  /** @param {HTMLElement} node @param {number} n */
  #insertDivider(node, n) {
    const rule = Object.assign(document.createElement("li"), { className: "rule rule--new" });
    rule.textContent = fill(ngettext("%(n)s new", "%(n)s new", n), { n });
    node.before(rule);
    this.chat.messageList.updateGroups();
  }

  /** @param {string} messageId */
  async #send(messageId) {
    const { socket, projectId } = this.chat.board;
    try {
      const { payload } = await socket.request("chat.read", { projectId, messageId });
      this.#stale = false;
      this.#set(payload.unread);
    } catch {
      // Offline: sent when the connection is back.
      this.#stale = true;
    }
  }

  /** @param {number} unread */
  #set(unread) {
    this.unread = unread;
    if (!unread) { this.mentions = 0; this.up.hidden = true; }
    this.#show();
  }

  #show() {
    const { unread, mentions } = this;
    document.title = unread ? `(${mentions ? `@${mentions} · ` : ""}${count(unread)}) ${this.title}` : this.title;
    for (const place of document.querySelectorAll(".toolbar__chat, .tabbar [data-pane=chat]")) badge(place, unread, mentions);
  }
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
