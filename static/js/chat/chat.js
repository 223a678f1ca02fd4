/** The conversation beside the board: what it knows, and how its parts hang together. */

import "../board/first_load.js";
import { Arrivals } from "./apply.js";
import { Chips } from "./card_chips.js";
import { Composer } from "./composer.js";
import { find } from "./queries.js";
import { Conversation } from "./message_pages.js";
import { History } from "./history.js";
import { watchActions } from "./clicks.js";
import { watchQuiet } from "./move_notices.js";
import { Reading } from "./read_marker.js";
import { Scroll } from "./scroll.js";
import { Sending } from "./outbox.js";
import { Stream } from "./message_list.js";
import { Typing } from "./typing_indicator.js";
import { watchWalk } from "./keyboard.js";

/** @typedef {import("../types").LoggedEvent} LoggedEvent */

export class Chat {
  /** @param {HTMLElement} root the kr-chat @param {import("../board/page").BoardPage} board */
  constructor(root, board) {
    this.root = root;
    this.board = board;
    this.log = find(root, ".chat__log");
    this.parts = new Conversation(board.url);
    this.stream = new Stream(this);
    this.scroll = new Scroll(this);
    this.sending = new Sending(this);
    this.reading = new Reading(this);
    this.history = new History(this);
    this.typing = new Typing(this);
    this.composer = new Composer(this);
    this.chips = new Chips(this);
    this.arrivals = new Arrivals(this);
    watchQuiet(this);
    watchActions(this);
    watchWalk(this);
    this.stream.dressAll();
    this.reading.open();
    this.history.watch();
    this.composer.files.loaded.then(() => { root.dataset.ready = ""; });
    this.history.followAddress();
  }

  get me() {
    return this.board.me.id;
  }

  get writes() {
    return this.board.writes;
  }

  get isAdmin() {
    return ["admin", "owner"].includes(this.board.root.dataset.role ?? "");
  }

  /** What the board tells. @param {Event} event */
  hear(event) {
    const { type, detail } = /** @type {CustomEvent} */ (event);
    if (type === "kr:event") this.#event(detail.event);
    else if (type === "kr:signal") this.#signal(detail);
    else if (type === "kr:claimed") this.sending.claimed();
    else if (type === "kr:resync") this.history.resync(detail);
    else this.#line(detail);
  }

  /** @param {LoggedEvent} event */
  #event(event) {
    this.arrivals.event(event);
    if (event.type === "file.deleted") this.composer.files.gone(event.payload.id);
  }

  /** @param {import("../types").Signal} signal */
  #signal({ type, payload }) {
    if (type === "chat.typing") this.typing.heard(payload.userId);
    else if (type === "chat.read.changed") this.reading.changed(payload);
  }

  /** @param {boolean} live */
  #line(live) {
    this.sending.line(live);
    if (live) { this.composer.files.retryLost(); this.reading.look(); this.history.watch(); }
    else this.typing.clear();
  }
}
