/**
 * A line without a WebSocket, for networks that let none through. It has the interface of one and takes and gives the same frames:
 * commands go out over REST, events are read from the log every few seconds. From time to time it tries a WebSocket again.
 */

import "../page/first_load.js";
import { backoff } from "../page/backoff.js";
import { request } from "../page/requests.js";
import { LOST, SIGN_IN_AGAIN, SOCKET_WORKS } from "./close_codes.js";

/** @typedef {{ type: string, ref: string, eventId?: string, payload: any }} Frame */
/** @typedef {{ since: number, fragments: boolean }} Followed */

const API = "/api/v1";
const POLL_MS = 2_500;
const HIDDEN_POLL_MS = 15_000;
const MOST_MS = 30_000;
const TRY_SOCKET_MS = 60_000;
const OPEN_SOCKET_MS = 5_000;
/** How often the bell's count is fetched, of which no signal tells here. */
const BELL_MS = 30_000;

export class PollingLine {
  /** @type {WebSocket["onopen"]} */
  onopen = null;
  /** @type {WebSocket["onmessage"]} */
  onmessage = null;
  /** @type {WebSocket["onclose"]} */
  onclose = null;
  /** The followed projects. @type {Map<string, Followed>} */
  #rooms = new Map();
  #ending = new AbortController();
  #failures = 0;
  /** @type {Promise<void> | null} */
  #polling = null;
  /** @type {ReturnType<typeof setInterval>[]} */
  #timers = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pollTimer;

  /** @param {() => WebSocket} createWebSocket */
  constructor(createWebSocket) {
    this.createWebSocket = createWebSocket;
    this.#open();
  }

  /** @param {string} text */
  send(text) {
    /** @type {Frame} */
    const frame = JSON.parse(text);
    const handle = HANDLERS[frame.type] ?? ((line) => line.command(frame));
    handle(this, frame).then(
      (payload) => this.#receive({ type: "ack", ref: frame.ref, ...payload }),
      (error) => this.#onError(error, frame.ref),
    );
  }

  close() {
    this.#ending.abort();
    clearTimeout(this.#pollTimer);
    for (const timer of this.#timers) clearInterval(timer);
  }

  // ── Frames ───────────────────────────────────────────────────────────────────────────────────

  /** Follows a project. Who else is there is not known: that needs a socket. @param {Frame} frame */
  async join({ payload: { projectId, since, fragments = false } }) {
    const answer = await this.#read(projectId, { since, fragments });
    this.#rooms.set(projectId, { since: answer.seq, fragments });
    this.#pollSoon();
    return { payload: { ...answer, presence: [] } };
  }

  /** @param {Frame} frame */
  async sync({ payload: { projectId, since } }) {
    return { payload: await this.#read(projectId, { since, fragments: this.#rooms.get(projectId)?.fragments ?? false }) };
  }

  async ping() {
    await this.#poll();
    return { payload: { rooms: Object.fromEntries([...this.#rooms].map(([id, { since }]) => [id, since])) } };
  }

  /** @param {Frame} frame */
  async unread({ payload: { projectId } }) {
    return { payload: await this.#request("GET", `/projects/${projectId}/messages/read`) };
  }

  /** @param {Frame} frame */
  async read({ payload: { projectId, messageId } }) {
    return { payload: await this.#request("POST", `/projects/${projectId}/messages/read`, { messageId }) };
  }

  /** Sends a command under its event id, then reads its event. @param {Frame} frame */
  async command({ type, eventId, payload }) {
    const room = payload.projectId ?? [...this.#rooms.keys()][0];
    const ack = await this.#request("POST", `/projects/${room}/commands`, { type, payload }, eventId);
    this.#poll().catch(() => undefined);
    return ack;
  }

  // ── The log ──────────────────────────────────────────────────────────────────────────────────

  /** Opens if the server answers although a WebSocket does not get through. */
  async #open() {
    try {
      await this.#request("GET", "/health");
      if (await this.#tryWebSocket()) return;
    } catch {
      this.#end(LOST);
      return;
    }
    if (this.#ending.signal.aborted) return;
    this.#timers = [
      setInterval(() => { if (!document.hidden) this.#tryWebSocket(); }, TRY_SOCKET_MS),
      setInterval(() => { if (!document.hidden) document.dispatchEvent(new CustomEvent("kr:connection-open")); }, BELL_MS),
    ];
    addEventListener("online", () => this.#tryWebSocket(), { signal: this.#ending.signal });
    this.onopen?.call(/** @type {any} */ (this), new Event("open"));
  }

  /** Reads every followed project once. Two polls at a time would give events out of order. */
  #poll() {
    this.#polling ??= this.#readRooms().finally(() => { this.#polling = null; this.#pollSoon(); });
    return this.#polling;
  }

  async #readRooms() {
    try {
      for (const [projectId, room] of this.#rooms) await this.#readRoom(projectId, room);
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      this.#onError(error);
      throw error;
    }
  }

  /** @param {string} projectId @param {Followed} room */
  async #readRoom(projectId, room) {
    const { seq, events, resync } = await this.#read(projectId, room);
    // Too much was missed to be replayed: joining again answers it.
    if (resync) { this.#end(LOST); return; }
    for (const event of events) this.#receive(event);
    room.since = Math.max(room.since, seq);
  }

  #pollSoon() {
    clearTimeout(this.#pollTimer);
    if (this.#ending.signal.aborted || !this.#rooms.size) return;
    const usual = document.hidden ? HIDDEN_POLL_MS : POLL_MS;
    const wait = Math.min(MOST_MS, usual * 2 ** this.#failures);
    this.#pollTimer = setTimeout(() => this.#poll().catch(() => undefined), wait * (0.9 + backoff(0) / 2_500));
  }

  /** @param {string} projectId @param {{ since?: number, fragments: boolean }} from */
  #read(projectId, { since, fragments }) {
    const query = new URLSearchParams({ ...(since !== undefined && { since: String(since) }), ...(fragments && { fragments: "1" }) });
    return this.#request("GET", `/projects/${projectId}/changes?${query}`);
  }

  // ── The network ──────────────────────────────────────────────────────────────────────────────

  /**
   * Rejects with the server's error body, or with anything else if there is none.
   * @param {string} method @param {string} path @param {unknown} [body] @param {string} [key] @returns {Promise<any>}
   */
  async #request(method, path, body, key) {
    const response = await request(API + path, {
      method,
      signal: this.#ending.signal,
      headers: {
        Accept: "application/json",
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...(key && { "Idempotency-Key": key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw answer;
    return answer;
  }

  /** @param {any} error @param {string} [ref] of the frame that failed */
  #onError(error, ref) {
    if (this.#ending.signal.aborted) return;
    const { code } = error ?? {};
    if (code === "unauthenticated") this.#end(SIGN_IN_AGAIN);
    else if (typeof code !== "string" || typeof error.detail !== "string") this.#end(LOST);
    else if (ref !== undefined) this.#receive({ type: "error", ref, error });
    // A poll: who has lost the access learns it from joining again.
    else if (code === "not_found" || code === "forbidden") this.#end(LOST);
  }

  /** Ends this line if a WebSocket opens, so that the next line is one. @returns {Promise<boolean>} */
  async #tryWebSocket() {
    const socket = this.createWebSocket();
    const opened = await new Promise((resolve) => {
      socket.onopen = () => resolve(true);
      socket.onclose = () => resolve(false);
      setTimeout(() => resolve(false), OPEN_SOCKET_MS);
    });
    socket.onopen = socket.onclose = null;
    socket.close();
    if (opened) this.#end(SOCKET_WORKS);
    return opened;
  }

  /** @param {object} frame */
  #receive(frame) {
    if (this.#ending.signal.aborted) return;
    this.onmessage?.call(/** @type {any} */ (this), new MessageEvent("message", { data: JSON.stringify(frame) }));
  }

  /** @param {number} code */
  #end(code) {
    if (this.#ending.signal.aborted) return;
    this.close();
    this.onclose?.call(/** @type {any} */ (this), /** @type {CloseEvent} */ ({ code }));
  }
}

/** The frames that are no commands. @type {Record<string, (line: PollingLine, frame: Frame) => Promise<object>>} */
const HANDLERS = {
  "join_room": (line, frame) => line.join(frame),
  "sync": (line, frame) => line.sync(frame),
  "ping": (line) => line.ping(),
  "chat.read": (line, frame) => line.read(frame),
  "chat.unread": (line, frame) => line.unread(frame),
  "chat.typing": async () => ({}),
  "watch_projects": async () => ({ payload: {} }),
};
