/** The rest of the conversation: older and newer pages as one scrolls, and jumps to a place. */

import { gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { showPane, toggleChat } from "../board/input/panes.js";
import { flash } from "../board/dom/cards.js";

const AHEAD = "500px 0px";
/** More than that is a burden on every scroll: the far end is let go. */
const MOST = 400;
const KEPT = 300;

export class History {
  #loading = false;

  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
    this.before = "more" in chat.root.dataset;
    this.edges = ["before", "after"].map((side) => edge(side));
    this.chat.stream.list.before(this.edges[0]);
    this.chat.stream.list.after(this.edges[1]);
    if (globalThis.IntersectionObserver) {
      this.observer = new IntersectionObserver((seen) => this.#seen(seen), { root: chat.log, rootMargin: AHEAD });
    }
    addEventListener("hashchange", () => this.followAddress());
  }

  /** Asks at once where an edge is in view already. */
  watch() {
    for (const node of this.edges) { this.observer?.unobserve(node); this.observer?.observe(node); }
  }

  /** The end of the conversation. */
  async latest() {
    if (!this.chat.stream.atEnd) await this.#load({}, (page) => this.#become(page));
    this.chat.scroll.toEnd();
    this.chat.reading.look();
  }

  /** Where one left off. */
  async unread() {
    const { marker } = this.chat.reading;
    if (marker) await this.#load({ around: marker }, (page) => this.#become(page));
    this.chat.reading.placeRule();
    const rule = /** @type {HTMLElement | null} */ (this.chat.stream.list.querySelector(".rule--new"));
    if (rule) this.chat.scroll.to(rule, "start");
  }

  /** @param {string} id of a message */
  async jump(id) {
    const { stream, scroll } = this.chat;
    if (!this.chat.root.checkVisibility?.()) toggleChat(true);
    if (!stream.node(id)) {
      try {
        await this.#load({ around: id }, (page) => this.#become(page));
      } catch {
        toast({ text: gettext("That message cannot be shown now."), kind: "warn" });
      }
    }
    const node = stream.node(id);
    if (!node) return;
    scroll.to(node, "center");
    node.focus({ preventScroll: true });
    flash(node, "is-spotlit");
  }

  /** An address that ends in #message-…. */
  followAddress() {
    const id = /^#message-([\w-]+)$/.exec(location.hash)?.[1];
    if (!id) return;
    if (matchMedia("(max-width: 1100px)").matches) showPane("chat");
    this.jump(id);
  }

  /** Too much was missed: the newest from the fresh page, or what one reads, fetched anew. @param {Document} fresh */
  async resync(fresh) {
    const { stream, scroll, reading, sending } = this.chat;
    const panel = fresh.getElementById("chat");
    reading.renewed(panel);
    const list = panel?.querySelector("[data-messages]");
    if (list && scroll.near) {
      stream.replace(/** @type {HTMLElement[]} */ ([.../** @type {Element} */ (document.importNode(list, true)).children]));
      this.before = "more" in /** @type {HTMLElement} */ (panel).dataset;
      sending.repaint();
      scroll.toEnd();
      return;
    }
    const middle = stream.messages.at(stream.messages.length >> 1)?.dataset.id;
    if (middle) await this.#load({ around: middle }, (page) => this.#become(page)).catch(() => undefined);
  }

  /** @param {IntersectionObserverEntry[]} seen */
  #seen(seen) {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      if (target === this.edges[0] && this.before) this.#older();
      else if (target === this.edges[1] && !this.chat.stream.atEnd) this.#newer();
    }
  }

  async #older() {
    const first = this.chat.stream.first?.dataset.id;
    if (!first) return;
    await this.#more({ before: first }, (page) => {
      this.chat.stream.prepend(page.items);
      this.before = page.before;
      this.chat.reading.placeRule();
      this.#letGo("end");
    });
  }

  async #newer() {
    const last = this.chat.stream.last?.dataset.id;
    if (!last) return;
    await this.#more({ after: last }, (page) => {
      this.chat.stream.append(page.items);
      this.chat.stream.atEnd = !page.after;
      this.#letGo("start");
    });
  }

  /** @param {Record<string, string>} where @param {(page: import("./message_pages").Page) => void} put */
  async #more(where, put) {
    if (this.#loading) return;
    try {
      await this.#load(where, put);
      this.watch();
    } catch {
      // Offline: asked again when the line is back.
    }
  }

  /** @param {Record<string, string>} where @param {(page: import("./message_pages").Page) => void} put */
  async #load(where, put) {
    this.#loading = true;
    // What happens while a page is on its way is shown after it: the page may not know it yet.
    const release = this.chat.arrivals.hold();
    try {
      const page = await this.chat.parts.page(where);
      this.chat.scroll.keep(() => put(page));
    } finally {
      this.#loading = false;
      release();
    }
  }

  /** @param {import("./message_pages").Page} page */
  #become(page) {
    this.chat.stream.replace(page.items);
    this.before = page.before;
    this.chat.stream.atEnd = !page.after;
    this.chat.sending.repaint();
    this.chat.reading.placeRule();
    this.watch();
  }

  /** @param {"start" | "end"} side */
  #letGo(side) {
    const { stream } = this.chat;
    const { messages } = stream;
    if (messages.length <= MOST) return;
    const [from, to] = side === "end" ? [messages[KEPT], null] : [null, messages[messages.length - KEPT]];
    let node = from ?? stream.list.firstElementChild;
    while (node && node !== to && !node.matches("[data-state]")) {
      const next = node.nextElementSibling;
      node.remove();
      node = next;
    }
    if (side === "end") stream.atEnd = false;
    else this.before = true;
    stream.arrange();
  }
}

/** @param {string} side */
function edge(side) {
  const node = Object.assign(document.createElement("div"), { className: "chat__edge" });
  node.dataset.edge = side;
  return node;
}
