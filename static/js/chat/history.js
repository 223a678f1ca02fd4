/** Loads older and newer messages while scrolling, and jumps to a message. */

import { gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { showPane, toggleChat } from "../board/input/panes.js";
import { flash } from "../board/dom/cards.js";

const AHEAD = "500px 0px";
/** More messages make scrolling slow, so the far end is removed. */
const MOST = 400;
const KEPT = 300;

export class History {
  #loading = false;

  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
    this.before = "more" in chat.root.dataset;
    this.edges = ["before", "after"].map((side) => edge(side));
    this.chat.messageList.list.before(this.edges[0]);
    this.chat.messageList.list.after(this.edges[1]);
    if (globalThis.IntersectionObserver) {
      this.observer = new IntersectionObserver((seen) => this.#onIntersection(seen), { root: chat.log, rootMargin: AHEAD });
    }
    addEventListener("hashchange", () => this.followAddress());
  }

  /** Observes both edges again, which loads at once if an edge is in view. */
  observeEdges() {
    for (const node of this.edges) { this.observer?.unobserve(node); this.observer?.observe(node); }
  }

  /** Shows the newest messages. */
  async showLatest() {
    if (!this.chat.messageList.atEnd) await this.#load({}, (page) => this.#replaceWith(page));
    this.chat.scroll.toEnd();
    this.chat.readMarker.markReadIfVisible();
  }

  /** Shows the first unread message. */
  async showUnread() {
    const { marker } = this.chat.readMarker;
    if (marker) await this.#load({ around: marker }, (page) => this.#replaceWith(page));
    this.chat.readMarker.placeDivider();
    const rule = /** @type {HTMLElement | null} */ (this.chat.messageList.list.querySelector(".rule--new"));
    if (rule) this.chat.scroll.scrollTo(rule, "start");
  }

  /** @param {string} id a message's id */
  async jump(id) {
    const { messageList, scroll } = this.chat;
    if (!this.chat.root.checkVisibility?.()) toggleChat(true);
    if (!messageList.node(id)) {
      try {
        await this.#load({ around: id }, (page) => this.#replaceWith(page));
      } catch {
        toast({ text: gettext("This message can’t be shown right now."), kind: "warn" });
      }
    }
    const node = messageList.node(id);
    if (!node) return;
    scroll.scrollTo(node, "center");
    node.focus({ preventScroll: true });
    flash(node, "is-spotlit");
  }

  /** Jumps to the message of an address that ends in #message-…; one that ends in #chat shows the chat. */
  followAddress() {
    if (location.hash === "#chat") toggleChat(true);
    const id = /^#message-([\w-]+)$/.exec(location.hash)?.[1];
    if (!id) return;
    if (matchMedia("(max-width: 1100px)").matches) showPane("chat");
    this.jump(id);
  }

  /** Refreshes the list after a resync: the newest messages from the fresh page, or the part being read. @param {Document} fresh */
  async resync(fresh) {
    const { messageList, scroll, readMarker, outbox } = this.chat;
    const panel = fresh.getElementById("chat");
    readMarker.reset(panel);
    const list = panel?.querySelector("[data-messages]");
    if (list && scroll.isNearEnd) {
      messageList.replace(/** @type {HTMLElement[]} */ ([.../** @type {Element} */ (document.importNode(list, true)).children]));
      this.before = "more" in /** @type {HTMLElement} */ (panel).dataset;
      outbox.redraw();
      scroll.toEnd();
      return;
    }
    const middle = messageList.messages.at(messageList.messages.length >> 1)?.dataset.id;
    if (middle) await this.#load({ around: middle }, (page) => this.#replaceWith(page)).catch(() => undefined);
  }

  /** @param {IntersectionObserverEntry[]} seen */
  #onIntersection(seen) {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      if (target === this.edges[0] && this.before) this.#loadOlder();
      else if (target === this.edges[1] && !this.chat.messageList.atEnd) this.#loadNewer();
    }
  }

  async #loadOlder() {
    const first = this.chat.messageList.first?.dataset.id;
    if (!first) return;
    await this.#loadPage({ before: first }, (page) => {
      this.chat.messageList.prepend(page.items);
      this.before = page.before;
      this.chat.readMarker.placeDivider();
      this.#trim("end");
    });
  }

  async #loadNewer() {
    const last = this.chat.messageList.last?.dataset.id;
    if (!last) return;
    await this.#loadPage({ after: last }, (page) => {
      this.chat.messageList.append(page.items);
      this.chat.messageList.atEnd = !page.after;
      this.#trim("start");
    });
  }

  /** @param {Record<string, string>} where @param {(page: import("./message_pages").Page) => void} put */
  async #loadPage(where, put) {
    if (this.#loading) return;
    try {
      await this.#load(where, put);
      this.observeEdges();
    } catch {
      // Offline: loaded when the connection is back.
    }
  }

  /** @param {Record<string, string>} where @param {(page: import("./message_pages").Page) => void} put */
  async #load(where, put) {
    this.#loading = true;
    // Events wait for the response, which may be older than they are.
    const release = this.chat.reducer.pause();
    try {
      const page = await this.chat.pages.page(where);
      this.chat.scroll.keepPosition(() => put(page));
    } finally {
      this.#loading = false;
      release();
    }
  }

  /** @param {import("./message_pages").Page} page */
  #replaceWith(page) {
    this.chat.messageList.replace(page.items);
    this.before = page.before;
    this.chat.messageList.atEnd = !page.after;
    this.chat.outbox.redraw();
    this.chat.readMarker.placeDivider();
    this.observeEdges();
  }

  /** @param {"start" | "end"} side */
  #trim(side) {
    const { messageList } = this.chat;
    const { messages } = messageList;
    if (messages.length <= MOST) return;
    const [from, to] = side === "end" ? [messages[KEPT], null] : [null, messages[messages.length - KEPT]];
    let node = from ?? messageList.list.firstElementChild;
    while (node && node !== to && !node.matches("[data-state]")) {
      const next = node.nextElementSibling;
      node.remove();
      node = next;
    }
    if (side === "end") messageList.atEnd = false;
    else this.before = true;
    messageList.updateGroups();
  }
}

/** @param {string} side */
function edge(side) {
  const node = Object.assign(document.createElement("div"), { className: "chat__edge" });
  node.dataset.edge = side;
  return node;
}
