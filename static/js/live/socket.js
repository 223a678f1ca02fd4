/** One connection that stays: comes back by itself, notices silence, matches answers to what was asked. */

import { backoff } from "../page/backoff.js";
import { Heartbeat } from "./heartbeat.js";
import { Refusal } from "./request_error.js";

/** @typedef {import("../types").ConnectionState} ConnectionState */
/** @typedef {{ resolve: (ack: import("../types").Ack) => void, reject: (refusal: Refusal) => void, timer: ReturnType<typeof setTimeout> }} Asked */

const ANSWER_MS = 15_000;
const STABLE_MS = 30_000;
const FLOOD_MS = 5_000;
/** Closings after which trying again is no use: 4401 who are you, 4403 no longer allowed. @type {Record<number, "signed-out" | "gone">} */
const ENDS = { 4401: "signed-out", 4403: "gone" };

/** Where a line of this page goes to. */
export function lineAddress() {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;
}

export class Socket {
  /** @type {WebSocket | null} */
  #line = null;
  /** @type {Map<string, Asked>} */
  #asked = new Map();
  #refs = 0;
  #attempt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #stable;

  /**
   * @param {{ url: string, onOpen: () => void, onFrame: (frame: any) => void, onState: (state: ConnectionState) => void,
   *   onEnd: (why: "signed-out" | "gone") => void, onHeads?: (rooms: Record<string, number>) => void, open?: (url: string) => WebSocket }} options
   */
  constructor(options) {
    this.options = options;
    /** @type {ConnectionState} */
    this.state = "waiting";
    this.heart = new Heartbeat({ ping: () => this.#ping(), dead: () => this.#lost(1006) });
  }

  connect() {
    if (this.#line || this.state === "ended") return;
    clearTimeout(this.#retry);
    this.#become("connecting");
    const line = (this.options.open ?? ((url) => new WebSocket(url)))(this.options.url);
    this.#line = line;
    line.onopen = () => this.#opened();
    line.onmessage = (message) => this.#heard(message.data);
    line.onclose = (closing) => { if (this.#line === line) this.#lost(closing.code); };
  }

  /** The line is of no use as it is: a new one, after the usual wait. */
  again() {
    if (this.state === "open") this.#lost(1006);
  }

  /** Something changed (network, visibility, a person pressed "Retry now"): is the line alive? */
  check() {
    if (this.state === "open") this.heart.probe();
    else if (this.state === "waiting") this.connect();
  }

  /** @param {string} type @param {unknown} payload @param {string} [eventId] @returns {Promise<import("../types").Ack>} */
  ask(type, payload, eventId) {
    return new Promise((resolve, reject) => {
      if (this.state !== "open" || !this.#line) { reject(new Refusal({ code: "disconnected" })); return; }
      const ref = String(++this.#refs);
      const timer = setTimeout(() => this.#answer(ref, { error: { code: "timeout" } }), ANSWER_MS);
      this.#asked.set(ref, { resolve, reject, timer });
      this.#line.send(JSON.stringify({ type, ref, ...(eventId && { eventId }), payload }));
    });
  }

  /** For good. */
  close() {
    this.#become("ended");
    this.#drop();
  }

  #opened() {
    this.#become("open");
    this.heart.start();
    tellPage("kr:line-open");
    this.#stable = setTimeout(() => { this.#attempt = 0; }, STABLE_MS);
    this.options.onOpen();
  }

  /** @param {string} text */
  #heard(text) {
    this.heart.heard();
    const frame = JSON.parse(text);
    if (frame.type === "ack" || frame.type === "error") this.#answer(frame.ref, frame);
    else if (frame.projectId === undefined) tellPage("kr:person", frame);
    else this.options.onFrame(frame);
  }

  /** @param {string} ref @param {any} frame */
  #answer(ref, frame) {
    const asked = this.#asked.get(ref);
    if (!asked) return;
    this.#asked.delete(ref);
    clearTimeout(asked.timer);
    if (frame.error) asked.reject(new Refusal(frame.error));
    else asked.resolve(frame);
  }

  #ping() {
    this.ask("ping", {}).then((ack) => this.options.onHeads?.(ack.payload?.rooms ?? {}), () => undefined);
  }

  /** @param {number} code */
  #lost(code) {
    this.#drop();
    if (this.state === "ended") return;
    if (ENDS[code]) { this.#become("ended"); this.options.onEnd(ENDS[code]); return; }
    this.#become("waiting");
    const wait = backoff(this.#attempt++) + (code === 4429 ? FLOOD_MS : 0);
    this.#retry = setTimeout(() => this.connect(), wait);
  }

  /** A dead line may take minutes to say that it closed: we don't wait for its word. */
  #drop() {
    const line = this.#line;
    this.#line = null;
    this.heart.stop();
    clearTimeout(this.#stable);
    clearTimeout(this.#retry);
    if (line) { line.onopen = line.onmessage = line.onclose = null; line.close(); }
    for (const ref of [...this.#asked.keys()]) this.#answer(ref, { error: { code: "disconnected" } });
  }

  /** @param {ConnectionState} state */
  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.options.onState(state);
  }
}

/** What belongs to the person and not to a project is for whichever part of the page cares. @param {string} type @param {unknown} [detail] */
function tellPage(type, detail) {
  globalThis.document?.dispatchEvent(new CustomEvent(type, { detail }));
}
