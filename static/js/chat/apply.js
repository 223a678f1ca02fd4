/** Events of the log as changes of the conversation. */

import { announce } from "../page/announce.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { trusted, trustedElement } from "../page/trusted_html.js";
import { blankMessage, excerpt, nameOn, wordsOf } from "./templates.js";
import { quietLine } from "./move_notices.js";

/** @typedef {import("../types").LoggedEvent} LoggedEvent */

const SPOKEN_TOGETHER_MS = 600;
const SPOKEN_ONE_BY_ONE = 3;

export class Arrivals {
  /** @type {string[]} */
  #unspoken = [];
  #holds = 0;
  /** @type {LoggedEvent[]} */
  #later = [];

  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
  }

  /** @param {LoggedEvent} event */
  event(event) {
    if (this.#holds) { this.#later.push(event); return; }
    const own = this.chat.sending.settled(event.eventId);
    if (event.type === "chat.message.created") this.#came(event, own);
    else if (event.type.startsWith("chat.message.")) this.#changed(event);
    else if (event.type === "file.deleted") this.#stripped(event);
    else if (event.type === "card.moved" && event.changes.columnId) this.#moved(event);
    this.chat.chips.heard(event);
  }

  /** Events wait until what is returned is called. */
  hold() {
    this.#holds += 1;
    return () => {
      this.#holds -= 1;
      if (this.#holds) return;
      for (const event of this.#later.splice(0)) this.event(event);
    };
  }

  /** @param {LoggedEvent} event @param {boolean} own said on this page */
  #came(event, own) {
    const { stream, scroll, reading, typing } = this.chat;
    const { payload } = event;
    const known = stream.node(payload.id);
    typing.said(payload.authorId);
    if (!stream.atEnd && !known) { reading.came(payload); scroll.offerLatest(); return; }
    const node = (event.html && trustedElement(event.html)) || blankMessage(this.chat, payload);
    const near = scroll.near;
    if (known) this.chat.sending.receive(node);
    else { stream.put(node); stream.dress(node); }
    stream.arrange();
    if (near || own) scroll.toEnd();
    if (!known) this.#speak(node, payload.authorId);
    reading.came(payload);
    if (!known && !near && !own) scroll.offerLatest();
  }

  /** @param {LoggedEvent} event */
  #changed(event) {
    const { stream, scroll, sending } = this.chat;
    const known = stream.node(event.payload.id);
    if (!known) return;
    const near = scroll.near;
    const fresh = event.html && trustedElement(event.html);
    if (fresh) sending.receive(fresh);
    stream.arrange();
    if (near) scroll.toEnd();
  }

  /** A file is gone from the messages it was sent with. @param {LoggedEvent} event */
  #stripped({ html }) {
    const { stream, scroll, sending } = this.chat;
    const near = scroll.near;
    const messages = /** @type {NodeListOf<HTMLElement>} */ (trusted(html ?? "").querySelectorAll(".msg"));
    for (const fresh of messages) sending.receive(document.importNode(fresh, true));
    if (messages.length) stream.arrange();
    if (near) scroll.toEnd();
  }

  /** @param {LoggedEvent} event */
  #moved(event) {
    const { stream, scroll } = this.chat;
    if (!stream.atEnd || document.getElementById(`move-${event.seq}`)) return;
    const near = scroll.near;
    stream.put(quietLine(this.chat, event));
    stream.arrange();
    if (near) scroll.toEnd();
  }

  /** @param {HTMLElement} node @param {string} authorId */
  #speak(node, authorId) {
    if (authorId === this.chat.me) return;
    if (!this.#unspoken.length) setTimeout(() => this.#speakUp(), SPOKEN_TOGETHER_MS);
    this.#unspoken.push(fill(gettext("%(name)s: %(text)s"), { name: nameOn(node), text: excerpt(wordsOf(node), 300) }));
  }

  #speakUp() {
    const n = this.#unspoken.length;
    const text = n > SPOKEN_ONE_BY_ONE ? fill(ngettext("%(n)s new message", "%(n)s new messages", n), { n }) : this.#unspoken.join(". ");
    this.#unspoken = [];
    announce(text);
  }
}
