/**
 * A connection that reconnects by itself, detects when it is dead and matches answers with requests.
 * Its line is a WebSocket, or a PollingLine with the same interface where the network lets no WebSocket through.
 */

import { backoff } from "../page/backoff.js";
import { importWithRetry } from "../page/lazy_assets.js";
import { LOST, NO_ACCESS, SIGN_IN_AGAIN, SOCKET_WORKS } from "./close_codes.js";
import { Heartbeat } from "./heartbeat.js";
import { pageOwner } from "../page/requests.js";
import { RequestError } from "./request_error.js";

/** @typedef {import("../types").ConnectionState} ConnectionState */
/**
 * @typedef {{ resolve: (ack: import("../types").Ack) => void, reject: (error: RequestError) => void, timer: ReturnType<typeof
 * setTimeout> }} PendingRequest
 */

/** After this time without an answer a request asks whether the connection is alive. */
const ASK_MS = 3_000;
const ANSWER_MS = 15_000;
const CONNECT_MS = 10_000;
const SLOW_MS = 1_000;
/** WebSockets in a row that did not open before polling is tried. */
const BLOCKED_AFTER = 3;
const STABLE_MS = 30_000;
/** So long after a loss it tries at least every 4 seconds (backoff of QUICK_TRY), as a server restarts in seconds. */
const QUICK_MS = 30_000;
const QUICK_TRY = 3;
/** Pauses after these close codes, beside the backoff: too many sockets, too many commands. @type {Record<number, number>} */
const PAUSES_MS = { 4409: 30_000, 4429: 5_000 };

/** The URL of the WebSocket, for the page's person only. */
export function socketUrl() {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws?as=${pageOwner()}`;
}

/** The part of a WebSocket that is used here. @typedef {Pick<WebSocket, "onopen" | "onmessage" | "onclose" | "send" | "close">} Line */

export class Socket {
  /** @type {Line | null} */
  #line = null;
  /** @type {Map<string, PendingRequest>} */
  #requests = new Map();
  #refs = 0;
  #attempt = 0;
  #lostAt = Date.now();
  #triedAt = 0;
  /** WebSockets in a row that did not open. */
  #unopened = 0;
  /** @type {typeof import("./polling_line.js").PollingLine | undefined} */
  #PollingLine;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #stable;

  /**
   * @param {{ url: string, onOpen: () => void, onFrame: (frame: any) => void, onState: (state: ConnectionState, code?: number) => void,
   *   onEnd: () => void, onHeads?: (rooms: Record<string, number>) => void,
   *   onDoubt?: (isInDoubt: boolean) => void, createWebSocket?: (url: string) => WebSocket }} options
   */
  constructor(options) {
    this.options = options;
    /** @type {ConnectionState} */
    this.state = "waiting";
    this.isPolling = false;
    this.heart = new Heartbeat({
      ping: () => this.#ping(),
      dead: () => this.#onClose(LOST),
      doubt: (isInDoubt) => options.onDoubt?.(isInDoubt),
    });
  }

  connect() {
    if (this.#line || this.state === "ended") return;
    clearTimeout(this.#retry);
    this.#setState("connecting");
    const line = this.#createLine();
    this.#line = line;
    this.#triedAt = Date.now();
    line.onopen = () => this.#onOpen();
    line.onmessage = (message) => this.#onMessage(message.data);
    line.onclose = (closing) => { if (this.#line === line) this.#onClose(closing.code); };
    this.#retry = setTimeout(() => this.#onClose(LOST), CONNECT_MS);
  }

  /** Closes the connection and opens a new one after the usual backoff. */
  reconnect() {
    if (this.state === "open") this.#onClose(LOST);
  }

  /** Checks the connection after a change of network or visibility, or "Retry now". A try that takes long is given up for a new one. */
  checkAlive() {
    if (this.state === "open") this.heart.probe();
    else if (this.state === "waiting") this.connect();
    else if (this.state === "connecting" && Date.now() > this.#triedAt + SLOW_MS) this.#tryAgain();
  }

  #tryAgain() {
    this.#discard();
    this.#unopened = Math.min(this.#unopened, BLOCKED_AFTER - 1);
    this.connect();
  }

  /** @param {string} type @param {unknown} payload @param {string} [eventId] @returns {Promise<import("../types").Ack>} */
  request(type, payload, eventId) {
    return new Promise((resolve, reject) => {
      if (this.state !== "open" || !this.#line) { reject(new RequestError({ code: "disconnected" })); return; }
      const ref = String(++this.#refs);
      const timer = setTimeout(() => this.#onLate(ref), ASK_MS);
      this.#requests.set(ref, { resolve, reject, timer });
      this.#line.send(JSON.stringify({ type, ref, ...(eventId && { eventId }), payload }));
    });
  }

  /** Closes the connection until the page's person has signed in again. */
  suspend() {
    if (this.state === "ended") return;
    this.#setState("signed-out");
    this.#discard();
  }

  /** Closes the connection and does not reconnect. */
  close() {
    this.#setState("ended");
    this.#discard();
  }

  /** @returns {Line} */
  #createLine() {
    const { url, createWebSocket = (address) => new WebSocket(address) } = this.options;
    this.isPolling = this.#unopened >= BLOCKED_AFTER && this.#PollingLine !== undefined;
    return this.isPolling && this.#PollingLine ? new this.#PollingLine(() => createWebSocket(url)) : createWebSocket(url);
  }

  #onOpen() {
    clearTimeout(this.#retry);
    this.#setState("open");
    this.heart.start();
    emitOnDocument("kr:connection-open");
    this.#stable = setTimeout(() => { this.#attempt = 0; }, STABLE_MS);
    this.options.onOpen();
  }

  /** @param {string} text */
  #onMessage(text) {
    const frame = JSON.parse(text);
    if (frame.type === "ack" || frame.type === "error") { this.heart.answered(); this.#settle(frame.ref, frame); }
    else if (frame.projectId === undefined) emitOnDocument("kr:user", frame);
    else this.options.onFrame(frame);
  }

  /** @param {string} ref */
  #onLate(ref) {
    const asked = this.#requests.get(ref);
    if (asked) asked.timer = setTimeout(() => this.#settle(ref, { error: { code: "timeout" } }), ANSWER_MS - ASK_MS);
    this.heart.probe();
  }

  /** @param {string} ref @param {any} frame */
  #settle(ref, frame) {
    const asked = this.#requests.get(ref);
    if (!asked) return;
    this.#requests.delete(ref);
    clearTimeout(asked.timer);
    if (frame.error) asked.reject(new RequestError(frame.error));
    else asked.resolve(frame);
  }

  #ping() {
    this.request("ping", {}).then((ack) => this.options.onHeads?.(ack.payload?.rooms ?? {}), () => undefined);
  }

  /** @param {number} code */
  #onClose(code) {
    const wasOpen = this.state === "open";
    this.#discard();
    if (this.state === "ended") return;
    if (code === NO_ACCESS) { this.#setState("ended"); this.options.onEnd(); return; }
    if (this.state !== "signed-out") this.#setState("waiting", code);
    // Until kr:signed-in.
    if (code === SIGN_IN_AGAIN) { emitOnDocument("kr:session-doubt"); return; }
    if (code === 4409) emitOnDocument("kr:too-many-sockets");
    if (code === SOCKET_WORKS) this.#attempt = 0;
    if (wasOpen) this.#lostAt = Date.now();
    this.#countUnopened(wasOpen, code);
    const most = Date.now() - this.#lostAt < QUICK_MS ? QUICK_TRY : Infinity;
    const wait = code === SOCKET_WORKS ? 0 : backoff(Math.min(most, this.#attempt++)) + (PAUSES_MS[code] ?? 0);
    this.#retry = setTimeout(() => this.connect(), wait);
  }

  /**
   * After a failed PollingLine the next line is a WebSocket again: it is the server that does not answer.
   * @param {boolean} wasOpen
   * @param {number} code
   */
  #countUnopened(wasOpen, code) {
    if (code === SOCKET_WORKS || (wasOpen && !this.isPolling)) this.#unopened = 0;
    else this.#unopened = this.isPolling ? BLOCKED_AFTER - 1 : this.#unopened + 1;
    if (this.#unopened >= BLOCKED_AFTER && !this.#PollingLine) this.#loadPolling();
  }

  #loadPolling() {
    importWithRetry(() => import("./polling_line.js")).then(({ PollingLine }) => { this.#PollingLine = PollingLine; }, () => undefined);
  }

  /** Drops the line without waiting for its close event, which can take minutes. */
  #discard() {
    const line = this.#line;
    this.#line = null;
    this.heart.stop();
    clearTimeout(this.#stable);
    clearTimeout(this.#retry);
    if (line) { line.onopen = line.onmessage = line.onclose = null; line.close(); }
    for (const ref of [...this.#requests.keys()]) this.#settle(ref, { error: { code: "disconnected" } });
  }

  /** @param {ConnectionState} state @param {number} [code] with which the connection was closed */
  #setState(state, code) {
    if (this.state === state) return;
    this.state = state;
    this.options.onState(state, code);
  }
}

/**
 * Dispatches an event on the document: a frame of no project, the opening of the connection, or its refusal.
 * @param {string} type
 * @param {unknown} [detail]
 */
function emitOnDocument(type, detail) {
  globalThis.document?.dispatchEvent(new CustomEvent(type, { detail }));
}
