/** Scroll position of the chat: follows the end while the reader is there, and else keeps the position. */

const NEAR = 100;
const AT_END = 2;

export class Scroll {
  #isAtEnd;

  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
    this.log = chat.log;
    this.latest = /** @type {HTMLElement} */ (chat.root.querySelector("[data-action=chat-latest]"));
    /** Was the end in view before the last resize? */
    this.isFollowing = true;
    /** Was it the very end? Who has scrolled up a little is not pulled back. */
    this.#isAtEnd = true;
    this.log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    if (!globalThis.ResizeObserver) return;
    new ResizeObserver(() => { if (this.isFollowing) this.toEnd(); }).observe(this.log);
    // A picture that has loaded or the new name of a card makes messages taller.
    new ResizeObserver(() => { if (this.isFollowing && this.#isAtEnd) this.toEnd(); }).observe(chat.messageList.list);
  }

  /** Is the end, or nearly the end, in view? */
  get isNearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    return this.chat.messageList.atEnd && scrollHeight - scrollTop - clientHeight <= NEAR;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.isFollowing = true;
    this.#isAtEnd = true;
    this.latest.hidden = true;
  }

  /** @param {HTMLElement} node @param {"start" | "center"} where */
  scrollTo(node, where) {
    const room = where === "start" ? 12 : (this.log.clientHeight - node.offsetHeight) / 2;
    this.log.scrollTop += top(node) - top(this.log) - room;
    this.#scrolled();
  }

  /** Changes the list and keeps the visible messages where they are. @param {() => void} change */
  keepPosition(change) {
    if (this.isNearEnd && this.isFollowing) { change(); this.toEnd(); return; }
    const anchor = this.#anchor();
    const before = anchor ? bottom(anchor) : 0;
    change();
    const again = anchor && document.getElementById(anchor.id);
    // Measured at the bottom: a message added above may remove this one's header.
    if (again) this.log.scrollTop += bottom(again) - before;
  }

  /** Shows the button that scrolls to new messages below. */
  showLatestButton() {
    this.latest.hidden = this.isNearEnd;
  }

  /** The first message in view. */
  #anchor() {
    const edge = top(this.log);
    const all = /** @type {HTMLElement[]} */ ([...this.chat.messageList.list.querySelectorAll(":scope > .msg")]);
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bottom(all[middle]) > edge) high = middle;
      else low = middle + 1;
    }
    return all[low] ?? null;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight <= AT_END;
    this.isFollowing = this.isNearEnd;
    this.latest.hidden =
      this.isNearEnd ||
      (this.chat.messageList.atEnd && this.log.scrollHeight - this.log.scrollTop < 3 * this.log.clientHeight && this.latest.hidden);
    this.chat.readMarker.markReadIfVisible();
  }
}

/** @param {Element} node */
function top(node) {
  return node.getBoundingClientRect().top;
}

/** @param {Element} node */
function bottom(node) {
  return node.getBoundingClientRect().bottom;
}
