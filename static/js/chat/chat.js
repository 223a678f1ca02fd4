/** The chat beside the board: its state, and how its parts are wired together. */

import "../board/first_load.js";
import { Drafts } from "../drafts/drafts.js";
import { keepReading } from "../steady/reading_anchor.js";
import { EventReducer } from "./apply.js";
import { CardChips } from "./card_chips.js";
import { Composer } from "./composer.js";
import { find } from "./queries.js";
import { MessagePages } from "./message_pages.js";
import { reopenEdits } from "./edit_message.js";
import { History } from "./history.js";
import { watchClicks } from "./clicks.js";
import { watchMoveNotices } from "./move_notices.js";
import { ReadMarker } from "./read_marker.js";
import { Scroll } from "./scroll.js";
import { ChatOutbox } from "./outbox.js";
import { MessageList } from "./message_list.js";
import { TypingIndicator } from "./typing_indicator.js";
import { watchKeyboard } from "./keyboard.js";

/** @typedef {import("../types").LoggedEvent} LoggedEvent */

export class Chat {
  /** @param {HTMLElement} root the kr-chat @param {import("../board/page").BoardPage} board */
  constructor(root, board) {
    this.root = root;
    this.board = board;
    this.drafts = new Drafts({ userId: board.me.id });
    this.log = find(root, ".chat__log");
    this.pages = new MessagePages(board.url);
    this.messageList = new MessageList(this);
    this.scroll = new Scroll(this);
    this.outbox = new ChatOutbox(this);
    this.readMarker = new ReadMarker(this);
    this.history = new History(this);
    this.typingIndicator = new TypingIndicator(this);
    this.composer = new Composer(this);
    this.cardChips = new CardChips(this);
    this.reducer = new EventReducer(this);
    keepReading(this.log, { items: ":scope > .msg", within: this.messageList.list, paused: () => this.scroll.isFollowing });
    watchMoveNotices(this);
    watchClicks(this);
    watchKeyboard(this);
    this.messageList.prepareAll();
    reopenEdits(this);
    this.readMarker.start();
    this.history.observeEdges();
    this.composer.files.loaded.then(() => { root.dataset.ready = ""; });
    this.history.followAddress();
  }

  get me() {
    return this.board.me.id;
  }

  get canWrite() {
    return this.board.canWrite;
  }

  get isAdmin() {
    return ["admin", "owner"].includes(this.board.root.dataset.role ?? "");
  }

  /** Handles an event that the board dispatches. @param {Event} event */
  handle(event) {
    const { type, detail } = /** @type {CustomEvent} */ (event);
    if (type === "kr:event") this.#onEvent(detail.event);
    else if (type === "kr:signal") this.#onSignal(detail);
    else if (type === "kr:claimed") this.outbox.restore();
    else if (type === "kr:resync") this.history.resync(detail);
    else this.#onConnection(detail);
  }

  /** @param {LoggedEvent} event */
  #onEvent(event) {
    this.readMarker.onEvent(event);
    this.reducer.apply(event);
    if (event.type === "file.deleted") this.composer.files.onFileDeleted(event.payload.id);
  }

  /** @param {import("../types").Signal} signal */
  #onSignal({ type, payload }) {
    if (type === "chat.typing") this.typingIndicator.onTyping(payload.userId);
    else if (type === "chat.read.changed") this.readMarker.onReadElsewhere(payload);
  }

  /** @param {boolean} live */
  #onConnection(live) {
    this.outbox.onConnection(live);
    if (live) { this.composer.files.retryDisconnected(); this.readMarker.markReadIfVisible(); this.history.observeEdges(); }
    else this.typingIndicator.clear();
  }
}
