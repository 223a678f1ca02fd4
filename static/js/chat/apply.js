/** The chat's reducer: applies events of the log to the message list. */

import { announce } from "../page/announce.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { trusted, trustedElement } from "../page/trusted_html.js";
import { messageFromTemplate, excerpt, authorName, summaryOf } from "./templates.js";
import { moveNotice } from "./move_notices.js";

/** @typedef {import("../types").LoggedEvent} LoggedEvent */

const ANNOUNCE_MS = 600;
const MAX_SPOKEN = 3;

export class EventReducer {
  /** @type {string[]} */
  #announcements = [];
  #pauses = 0;
  /** @type {LoggedEvent[]} */
  #delayed = [];

  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
  }

  /** @param {LoggedEvent} event */
  apply(event) {
    if (this.#pauses) { this.#delayed.push(event); return; }
    const own = this.chat.outbox.confirm(event.eventId);
    if (event.type === "chat.message.created") this.#addMessage(event, own);
    else if (event.type.startsWith("chat.message.")) this.#changeMessage(event);
    else if (event.type === "file.deleted") this.#removeFile(event);
    else if (event.type === "card.moved" && event.changes.columnId) this.#addMoveNotice(event);
    this.chat.cardChips.onEvent(event);
  }

  /** Delays events until the returned function is called. */
  pause() {
    this.#pauses += 1;
    return () => {
      this.#pauses -= 1;
      if (this.#pauses) return;
      for (const event of this.#delayed.splice(0)) this.apply(event);
    };
  }

  /** @param {LoggedEvent} event @param {boolean} own own sent by this page */
  #addMessage(event, own) {
    const { messageList, scroll, readMarker, typingIndicator } = this.chat;
    const { payload } = event;
    const known = messageList.node(payload.id);
    typingIndicator.stop(payload.authorId);
    if (!messageList.atEnd && !known) { readMarker.onMessage(payload); scroll.showLatestButton(); return; }
    const node = (event.html && trustedElement(event.html)) || messageFromTemplate(this.chat, payload);
    const near = scroll.isNearEnd;
    if (known) this.chat.outbox.receiveMessage(node);
    else { messageList.insert(node); messageList.prepare(node); }
    messageList.updateGroups();
    if (near || own) scroll.toEnd();
    if (!known) this.#queueAnnouncement(node, payload.authorId);
    readMarker.onMessage(payload);
    if (!known && !near && !own) scroll.showLatestButton();
  }

  /** @param {LoggedEvent} event */
  #changeMessage(event) {
    const { messageList, scroll, outbox } = this.chat;
    const known = messageList.node(event.payload.id);
    if (!known) return;
    const near = scroll.isNearEnd;
    const fresh = event.html && trustedElement(event.html);
    if (fresh) outbox.receiveMessage(fresh);
    messageList.updateGroups();
    if (near) scroll.toEnd();
  }

  /** Patches the messages that a deleted file was attached to. @param {LoggedEvent} event */
  #removeFile({ html }) {
    const { messageList, scroll, outbox } = this.chat;
    const near = scroll.isNearEnd;
    const messages = /** @type {NodeListOf<HTMLElement>} */ (trusted(html ?? "").querySelectorAll(".msg"));
    for (const fresh of messages) outbox.receiveMessage(document.importNode(fresh, true));
    if (messages.length) messageList.updateGroups();
    if (near) scroll.toEnd();
  }

  /** @param {LoggedEvent} event */
  #addMoveNotice(event) {
    const { messageList, scroll } = this.chat;
    if (!messageList.atEnd || document.getElementById(`move-${event.seq}`)) return;
    const near = scroll.isNearEnd;
    messageList.insert(moveNotice(this.chat, event));
    messageList.updateGroups();
    if (near) scroll.toEnd();
  }

  /** @param {HTMLElement} node @param {string} authorId */
  #queueAnnouncement(node, authorId) {
    if (authorId === this.chat.me) return;
    if (!this.#announcements.length) setTimeout(() => this.#announceQueued(), ANNOUNCE_MS);
    this.#announcements.push(fill(gettext("%(name)s: %(text)s"), { name: authorName(node), text: excerpt(summaryOf(node), 300) }));
  }

  #announceQueued() {
    const n = this.#announcements.length;
    const text = n > MAX_SPOKEN ? fill(ngettext("%(n)s new message", "%(n)s new messages", n), { n }) : this.#announcements.join(". ");
    this.#announcements = [];
    announce(text);
  }
}
