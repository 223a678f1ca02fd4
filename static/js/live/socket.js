/** A WebSocket that reconnects by itself, detects dead connections and matches answers with requests. */

import { backoff } from "../page/backoff.js";
import { Heartbeat } from "./heartbeat.js";
import { pageOwner } from "../page/requests.js";
import { RequestError } from "./request_error.js";

/** @typedef {import("../types").ConnectionState} ConnectionState */
/**
 * @typedef {{ resolve: (ack: import("../types").Ack) => void, reject: (error: RequestError) => void, timer: ReturnType<typeof
 * setTimeout> }} PendingRequest
 */

const ANSWER_MS = 15_000;
const STABLE_MS = 30_000;
/** Pauses after these close codes, beside the backoff: too many sockets, too many commands. @type {Record<number, number>} */
const PAUSES_MS = { 4409: 30_000, 4429: 5_000 };
/** Close codes: the page's person is not signed in; they have no access. */
const SIGN_IN_AGAIN = 4401;
const NO_ACCESS = 4403;

/** The URL of the WebSocket, for the page's person only. */
export function socketUrl() {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws?as=${pageOwner()}`;
}

export class Socket {
  /** @type {WebSocket | null} */
  #websocket = null;
  /** @type {Map<string, PendingRequest>} */
  #requests = new Map();
  #refs = 0;
  #attempt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #stable;

  /**
   * @param {{ url: string, onOpen: () => void, onFrame: (frame: any) => void, onState: (state: ConnectionState) => void,
   *   onEnd: () => void, onHeads?: (rooms: Record<string, number>) => void, createWebSocket?: (url: string) =>
   * WebSocket }} options
   */
  constructor(options) {
    this.options = options;
    /** @type {ConnectionState} */
    this.state = "waiting";
    this.heart = new Heartbeat({ ping: () => this.#ping(), dead: () => this.#onClose(1006) });
  }

  connect() {
    if (this.#websocket || this.state === "ended") return;
    clearTimeout(this.#retry);
    this.#setState("connecting");
    const line = (this.options.createWebSocket ?? ((url) => new WebSocket(url)))(this.options.url);
    this.#websocket = line;
    line.onopen = () => this.#onOpen();
    line.onmessage = (message) => this.#onMessage(message.data);
    line.onclose = (closing) => { if (this.#websocket === line) this.#onClose(closing.code); };
  }

  /** Closes the connection and opens a new one after the usual backoff. */
  reconnect() {
    if (this.state === "open") this.#onClose(1006);
  }

  /** Checks the connection after a change of network or visibility, or "Retry now". */
  checkAlive() {
    if (this.state === "open") this.heart.probe();
    else if (this.state === "waiting") this.connect();
  }

  /** @param {string} type @param {unknown} payload @param {string} [eventId] @returns {Promise<import("../types").Ack>} */
  request(type, payload, eventId) {
    return new Promise((resolve, reject) => {
      if (this.state !== "open" || !this.#websocket) { reject(new RequestError({ code: "disconnected" })); return; }
      const ref = String(++this.#refs);
      const timer = setTimeout(() => this.#settle(ref, { error: { code: "timeout" } }), ANSWER_MS);
      this.#requests.set(ref, { resolve, reject, timer });
      this.#websocket.send(JSON.stringify({ type, ref, ...(eventId && { eventId }), payload }));
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

  #onOpen() {
    this.#setState("open");
    this.heart.start();
    emitOnDocument("kr:connection-open");
    this.#stable = setTimeout(() => { this.#attempt = 0; }, STABLE_MS);
    this.options.onOpen();
  }

  /** @param {string} text */
  #onMessage(text) {
    this.heart.received();
    const frame = JSON.parse(text);
    if (frame.type === "ack" || frame.type === "error") this.#settle(frame.ref, frame);
    else if (frame.projectId === undefined) emitOnDocument("kr:user", frame);
    else this.options.onFrame(frame);
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
    this.#discard();
    if (this.state === "ended") return;
    if (code === NO_ACCESS) { this.#setState("ended"); this.options.onEnd(); return; }
    if (this.state !== "signed-out") this.#setState("waiting");
    // Until kr:signed-in.
    if (code === SIGN_IN_AGAIN) { emitOnDocument("kr:session-doubt"); return; }
    if (code === 4409) emitOnDocument("kr:too-many-sockets");
    const wait = backoff(this.#attempt++) + (PAUSES_MS[code] ?? 0);
    this.#retry = setTimeout(() => this.connect(), wait);
  }

  /** Drops the WebSocket without waiting for its close event, which can take minutes. */
  #discard() {
    const line = this.#websocket;
    this.#websocket = null;
    this.heart.stop();
    clearTimeout(this.#stable);
    clearTimeout(this.#retry);
    if (line) { line.onopen = line.onmessage = line.onclose = null; line.close(); }
    for (const ref of [...this.#requests.keys()]) this.#settle(ref, { error: { code: "disconnected" } });
  }

  /** @param {ConnectionState} state */
  #setState(state) {
    if (this.state === state) return;
    this.state = state;
    this.options.onState(state);
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
