/** The board page: its state, and how its parts are wired together. */

import { Room } from "../live/room.js";
import { Socket, socketUrl } from "../live/socket.js";
import { OutboxStore } from "../live/outbox_store.js";
import { watchNetwork } from "../live/watch_network.js";
import { importWithRetry } from "../page/lazy_assets.js";
import { claimTab, otherTabs } from "../page/tabs.js";
import { gettext } from "../page/i18n.js";
import { apply } from "./apply/reducer.js";
import { MissingCards } from "./loading/missing_cards.js";
import { prepareCard } from "./dom/cards.js";
import { OptimisticCommands } from "./commands/optimistic.js";
import { columnsOf, listOf } from "./dom/queries.js";
import { DragPause } from "./pending/drag_pause.js";
import { Ledger } from "./pending/ledger.js";
import { Partials } from "./loading/partials.js";
import { frontier } from "./dom/placement.js";
import { Presence } from "./presence.js";
import { ConnectionStatus } from "./connection_status.js";
import { UndoHistory } from "./commands/undo.js";
import { LastWriters } from "./pending/last_writer.js";

/** @typedef {import("../types").LoggedEvent} LoggedEvent */

export class BoardPage {
  /** @param {HTMLElement} root the kr-board */
  constructor(root) {
    this.root = root;
    this.projectId = root.dataset.project ?? "";
    this.url = `/projects/${this.projectId}`;
    /** The seq of the last event that the board shows. */
    this.seq = Number(root.dataset.seq);
    this.me = { id: root.dataset.me ?? "" };
    /** @type {Map<string, import("../types").Member>} */
    this.members = new Map();
    /** @type {Map<string, import("../types").Label>} */
    this.labels = new Map();
    this.readBootstrap(document);
    this.dragPause = new DragPause();
    this.ledger = new Ledger();
    this.partials = new Partials(this.url);
    this.missingCards = new MissingCards(this);
    this.lastWriters = new LastWriters();
    this.undo = new UndoHistory(this);
    /** Code that the first paint does not need, fetched right after it. */
    this.tools = importWithRetry(() => import("../tools/tools.js"));
    this.status = new ConnectionStatus(this.tools);
    this.presence = new Presence(document.querySelector("kr-presence"));
    this.store = new OutboxStore({ userId: this.me.id, projectId: this.projectId });
    this.commands = new OptimisticCommands(this, this.store);
    this.socket = this.#makeSocket();
    this.room = this.#makeRoom();
    /** Functions that set up each column on the board: dragging, loading more. @type {((column: HTMLElement) => void)[]} */
    this.columnSetups = [];
    /** The active filter. @type {import("./filter/filtered_board").FilteredBoard | null} */
    this.filtered = null;
    /** "" opens the filter; "mine", "soon" and "clear" are its shortcuts. @type {(what?: string) => void} */
    this.filter = () => undefined;
    /**
     * Handles a drop that is more than the move of one card, and then returns true.
     * @type {((card: HTMLElement, to: import("./dom/queries").Place) => boolean) | null}
     */
    this.onDrop = null;
    /** The card that a one-letter key acts on. @type {(focused: HTMLElement | null) => HTMLElement | null} */
    this.cardAtHand = (focused) => focused;
    /** Actions on all selected cards, by their names in the card's menu. @type {Record<string, (card: HTMLElement) => unknown>} */
    this.selectionActions = {};
    /**
     * Opens a card by its number, or by its id while its creation is not answered; `part` is the id of an element to scroll to.
     * @type {(number: number, id?: string, part?: string) => void}
     */
    this.openCard = () => undefined;
  }

  get outbox() {
    return this.commands.outbox;
  }

  get canWrite() {
    return this.root.dataset.role !== "viewer";
  }

  async start() {
    for (const column of columnsOf(this.root)) frontier(listOf(column));
    for (const card of this.root.querySelectorAll(".card[data-id]")) prepareCard(/** @type {HTMLElement} */ (card), this.me.id);
    for (const column of columnsOf(this.root)) this.setUpColumn(column);
    this.stopWatching = watchNetwork(this.socket);
    this.tools.then(({ start }) => start(this)).catch(reportError);
    const { tab, others } = await claimTab();
    Object.assign(this.store, { tab, others });
    this.commands.restore();
    this.emit("kr:claimed");
    this.socket.connect();
  }

  stop() {
    this.stopWatching?.();
    this.outbox.pause();
    this.socket.close();
  }

  /** @param {HTMLElement} column */
  setUpColumn(column) {
    for (const need of this.columnSetups) need(column);
  }

  /** @param {import("../types").Role} role */
  setRole(role) {
    this.root.dataset.role = role;
    const app = /** @type {HTMLElement | null} */ (this.root.closest(".app"));
    if (app) app.dataset.role = role;
    for (const column of columnsOf(this.root)) this.setUpColumn(column);
  }

  /** @param {string | null} userId */
  memberName(userId) {
    return (userId && this.members.get(userId)?.displayName) || gettext("Someone");
  }

  /** @param {Document} page */
  readBootstrap(page) {
    /** @type {Partial<import("../types").Bootstrap>} */
    const { members = [], labels = [] } = JSON.parse(page.getElementById("bootstrap")?.textContent || "{}");
    this.members = new Map(members.map((member) => [member.userId, member]));
    this.labels = new Map(labels.map((label) => [label.id, label]));
  }

  /** Dispatches an event to the card dialog, the chat and the tools. @param {string} type @param {unknown} [detail] */
  emit(type, detail) {
    this.root.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Stops the page when the user has no access to the project any more. @param {string} text */
  endAccess(text) {
    this.stop();
    this.tools.then(({ showAccessLost }) => showAccessLost(text)).catch(reportError);
  }

  #makeSocket() {
    return new Socket({
      url: socketUrl(),
      onOpen: () => this.#join(),
      onFrame: (frame) => this.#onFrame(frame),
      onState: (state, code) => this.#onState(state, code),
      onDoubt: (isInDoubt) => this.status.doubted(isInDoubt),
      onEnd: () => this.#onEnd(),
      onHeads: (rooms) => this.room.noteHead(rooms[this.projectId]),
    });
  }

  #makeRoom() {
    return new Room({
      projectId: this.projectId,
      seq: this.seq,
      request: (type, payload) => this.socket.request(type, payload),
      apply: (event) => this.dragPause.run(() => this.#apply(event)),
      resync: async () => (await this.tools).resync(this),
      joined: ({ role, presence }) => {
        if (role && role !== this.root.dataset.role) this.setRole(role);
        if (presence) this.presence.show(presence);
      },
    });
  }

  async #join() {
    try {
      await this.room.join();
    } catch (error) {
      this.#onJoinFailed(/** @type {import("../live/request_error").RequestError} */ (error));
      return;
    }
    this.store.others = await otherTabs(this.store.tab);
    this.commands.restore();
    this.status.connected(this.socket.isPolling);
    this.outbox.resume();
    this.emit("kr:connection", true);
    this.missingCards.retry();
  }

  /** @param {import("../live/request_error").RequestError} error */
  #onJoinFailed(error) {
    if (!error.code) reportError(error);
    if (error.code === "not_found" || error.code === "forbidden") this.#onEnd();
    else this.socket.reconnect();
  }

  /** @param {any} frame */
  #onFrame(frame) {
    if (frame.projectId !== this.projectId) return;
    if (frame.seq !== undefined) { this.room.receive(frame); return; }
    if (frame.type === "presence.changed") this.presence.show(frame.payload.users);
    this.emit("kr:signal", frame);
  }

  /** Applies an event. A failure is reported and does not stop later events. @param {LoggedEvent} event */
  #apply(event) {
    try {
      apply(this, event);
    } catch (error) {
      reportError(error);
    }
  }

  /** @param {import("../types").ConnectionState} state @param {number} [code] */
  #onState(state, code) {
    if (state === "open" || state === "ended") return;
    this.room.leave();
    this.outbox.pause();
    this.emit("kr:connection", false);
    if (state === "signed-out") this.status.signedOut();
    else this.status.disconnected(code);
  }

  #onEnd() {
    this.endAccess(gettext("You are no longer in this project."));
  }
}
