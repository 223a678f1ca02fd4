/** The board page: what it knows, and how its parts hang together. */

import { Room } from "../live/room.js";
import { Socket, lineAddress } from "../live/socket.js";
import { OutboxStore, claimTab, otherTabs } from "../live/outbox_store.js";
import { watchNetwork } from "../live/watch_network.js";
import { fetched } from "../page/lazy_assets.js";
import { gettext } from "../page/i18n.js";
import { apply } from "./apply/reducer.js";
import { Arrivals } from "./loading/missing_cards.js";
import { dress } from "./dom/cards.js";
import { Changes } from "./commands/optimistic.js";
import { columnsOf, listOf } from "./dom/queries.js";
import { Gate } from "./pending/drag_pause.js";
import { Ledger } from "./pending/ledger.js";
import { Parts } from "./loading/partials.js";
import { frontier } from "./dom/placement.js";
import { Presence } from "./presence.js";
import { Status } from "./connection_status.js";
import { Undo } from "./commands/undo.js";
import { Winners } from "./pending/last_writer.js";

/** @typedef {import("../types").LoggedEvent} LoggedEvent */

export class BoardPage {
  /** @param {HTMLElement} root the kr-board */
  constructor(root) {
    this.root = root;
    this.projectId = root.dataset.project ?? "";
    this.url = `/projects/${this.projectId}`;
    /** The last event that the board shows. */
    this.seq = Number(root.dataset.seq);
    this.me = { id: root.dataset.me ?? "" };
    /** @type {Map<string, import("../types").Member>} */
    this.people = new Map();
    /** @type {Map<string, import("../types").Label>} */
    this.labels = new Map();
    this.readBootstrap(document);
    this.gate = new Gate();
    this.ledger = new Ledger();
    this.parts = new Parts(this.url);
    this.arrivals = new Arrivals(this);
    this.winners = new Winners();
    this.undo = new Undo(this);
    /** What is not needed for the first paint: fetched at once, and there when it is wanted. */
    this.tools = fetched(() => import("../tools/tools.js"));
    this.status = new Status();
    this.presence = new Presence(document.querySelector("kr-presence"));
    this.store = new OutboxStore({ userId: this.me.id, projectId: this.projectId });
    this.changes = new Changes(this, this.store);
    this.socket = this.#makeSocket();
    this.room = this.#makeRoom();
    /** What a column needs once it is on the board: dragging, loading more. @type {((column: HTMLElement) => void)[]} */
    this.columnNeeds = [];
    /** A filter that is on. @type {import("./filter/filtered_board").Sift | null} */
    this.sift = null;
    /** "" opens the filter; "mine", "soon" and "clear" are its shortcuts. @type {(what?: string) => void} */
    this.filter = () => undefined;
    /** Where a drop is more than the move of one card. @type {((card: HTMLElement, to: import("./dom/queries").Place) => boolean) | null} */
    this.drops = null;
    /** @type {(number: number) => void} */
    this.openSheet = () => undefined;
  }

  get outbox() {
    return this.changes.outbox;
  }

  get writes() {
    return this.root.dataset.role !== "viewer";
  }

  async start() {
    for (const column of columnsOf(this.root)) frontier(listOf(column));
    for (const card of this.root.querySelectorAll(".card[data-id]")) dress(/** @type {HTMLElement} */ (card), this.me.id);
    for (const column of columnsOf(this.root)) this.columnCame(column);
    this.stopWatching = watchNetwork(this.socket);
    this.tools.then(({ start }) => start(this)).catch(reportError);
    const { tab, others } = await claimTab();
    Object.assign(this.store, { tab, others });
    this.changes.takeUp();
    this.tell("kr:claimed");
    this.socket.connect();
  }

  stop() {
    this.stopWatching?.();
    this.outbox.close();
    this.socket.close();
  }

  /** @param {HTMLElement} column */
  columnCame(column) {
    for (const need of this.columnNeeds) need(column);
  }

  /** @param {import("../types").Role} role */
  setRole(role) {
    this.root.dataset.role = role;
    const app = /** @type {HTMLElement | null} */ (this.root.closest(".app"));
    if (app) app.dataset.role = role;
    for (const column of columnsOf(this.root)) this.columnCame(column);
  }

  /** @param {string | null} userId */
  nameOf(userId) {
    return (userId && this.people.get(userId)?.displayName) || gettext("Someone");
  }

  /** @param {Document} page */
  readBootstrap(page) {
    /** @type {Partial<import("../types").Bootstrap>} */
    const { members = [], labels = [] } = JSON.parse(page.getElementById("bootstrap")?.textContent || "{}");
    this.people = new Map(members.map((member) => [member.userId, member]));
    this.labels = new Map(labels.map((label) => [label.id, label]));
  }

  /** To the parts beside the board: the sheet, the chat. @param {string} type @param {unknown} [detail] */
  tell(type, detail) {
    this.root.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Nothing more to do here: removed, deleted. @param {string} text */
  gone(text) {
    this.stop();
    this.tools.then(({ tellGone }) => tellGone(text)).catch(reportError);
  }

  #makeSocket() {
    return new Socket({
      url: lineAddress(),
      onOpen: () => this.#join(),
      onFrame: (frame) => this.#heard(frame),
      onState: (state) => this.#lineIs(state),
      onEnd: (why) => this.#ended(why),
      onHeads: (rooms) => this.room.heard(rooms[this.projectId]),
    });
  }

  #makeRoom() {
    return new Room({
      projectId: this.projectId,
      seq: this.seq,
      ask: (type, payload) => this.socket.ask(type, payload),
      apply: (event) => this.gate.run(() => this.#apply(event)),
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
      this.#notJoined(/** @type {import("../live/request_error").Refusal} */ (error));
      return;
    }
    this.store.others = await otherTabs(this.store.tab);
    this.changes.takeUp();
    this.status.live();
    this.outbox.open();
    this.tell("kr:line", true);
    this.arrivals.retry();
  }

  /** @param {import("../live/request_error").Refusal} refusal */
  #notJoined(refusal) {
    if (!refusal.code) reportError(refusal);
    if (refusal.code === "not_found" || refusal.code === "forbidden") this.#ended("gone");
    else this.socket.again();
  }

  /** @param {any} frame */
  #heard(frame) {
    if (frame.projectId !== this.projectId) return;
    if (frame.seq !== undefined) { this.room.receive(frame); return; }
    if (frame.type === "presence.changed") this.presence.show(frame.payload.users);
    this.tell("kr:signal", frame);
  }

  /** One event that we fail at must not stop the ones after it. @param {LoggedEvent} event */
  #apply(event) {
    try {
      apply(this, event);
    } catch (error) {
      reportError(error);
    }
  }

  /** @param {import("../types").ConnectionState} state */
  #lineIs(state) {
    if (state === "open" || state === "ended") return;
    this.room.left();
    this.outbox.close();
    this.tell("kr:line", false);
    this.status.lost();
  }

  /** @param {"signed-out" | "gone"} why */
  #ended(why) {
    if (why === "gone") this.gone(gettext("You are no longer in this project."));
    else location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  }
}
