/** Pointers and the wheel over the viewer: pinch, wheel and double click enlarge, a drag moves, a swipe goes on. */

import { DOUBLE_CLICK_SCALE, FITTED, zoomAt } from "./viewer_zoom.js";

/** @typedef {import("./viewer_zoom.js").Zoom} Zoom */
/** @typedef {import("./viewer_zoom.js").Point} Point */

/** Pixels. */
const SWIPE = 48;
/** Pixels. A press that moves less is a click. */
const SLACK = 6;
const DOUBLE_MS = 320;
/** Part of the scale per pixel of the wheel. A pinch on a touchpad comes as a wheel with Ctrl, in small steps. */
const WHEEL = { plain: 0.002, pinch: 0.012 };

export class ViewerGestures {
  /** The last press was a drag, so that its click means nothing. */
  moved = false;
  /** @type {Map<number, Point>} where each pointer is */
  #pointers = new Map();
  /** @type {Point} where the first pointer went down */
  #start = { x: 0, y: 0 };
  #lastTap = { at: -Infinity, x: 0, y: 0 };

  /**
   * @param {HTMLElement} stage
   * @param {{ zoom: () => Zoom, zoomable: () => boolean, changed: (zoom: Zoom) => void, swiped: (by: -1 | 1) => void }} options
   */
  constructor(stage, options) {
    this.stage = stage;
    this.options = options;
    stage.addEventListener("pointerdown", (event) => this.#onDown(event));
    stage.addEventListener("pointermove", (event) => this.#onMove(event));
    stage.addEventListener("pointerup", (event) => this.#onUp(event));
    stage.addEventListener("pointercancel", (event) => this.#pointers.delete(event.pointerId));
    stage.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
  }

  /** @param {PointerEvent} event */
  #onDown(event) {
    if (event.button || /** @type {Element} */ (event.target).closest("audio, video, pre, a, iframe")) return;
    const point = this.#pointOf(event);
    if (!this.#pointers.size) [this.#start, this.moved] = [point, false];
    else this.moved = true;
    this.#pointers.set(event.pointerId, point);
  }

  /** @param {PointerEvent} event */
  #onMove(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const now = this.#pointOf(event);
    if (distance(now, this.#start) > SLACK) this.moved = true;
    // Not before: a click goes to the element that has captured its pointer.
    if (this.moved) this.stage.setPointerCapture(event.pointerId);
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#pointers.set(event.pointerId, now);
    if (!this.options.zoomable()) return;
    const zoom = this.options.zoom();
    if (other) this.options.changed(pinched(zoom, [before, other], [now, other]));
    else if (zoom.scale > 1) this.options.changed({ ...zoom, x: zoom.x + now.x - before.x, y: zoom.y + now.y - before.y });
  }

  /** @param {PointerEvent} event */
  #onUp(event) {
    if (!this.#pointers.delete(event.pointerId) || this.#pointers.size) return;
    const point = this.#pointOf(event);
    const [dx, dy] = [point.x - this.#start.x, point.y - this.#start.y];
    const sideways = Math.abs(dx) > SWIPE && Math.abs(dx) > 2 * Math.abs(dy);
    if (!this.moved) this.#onTap(event, point);
    else if (sideways && this.options.zoom().scale === 1) this.options.swiped(dx < 0 ? 1 : -1);
  }

  /** Browsers for phones do not all report a double tap. @param {PointerEvent} event @param {Point} point */
  #onTap({ timeStamp, target }, point) {
    const double = timeStamp - this.#lastTap.at < DOUBLE_MS && distance(point, this.#lastTap) < 4 * SLACK;
    this.#lastTap = double ? { at: -Infinity, x: 0, y: 0 } : { at: timeStamp, ...point };
    if (!double || !this.options.zoomable() || target === this.stage) return;
    const zoom = this.options.zoom();
    this.options.changed(zoom.scale > 1 ? FITTED : zoomAt(zoom, DOUBLE_CLICK_SCALE, point));
  }

  /** @param {WheelEvent} event */
  #onWheel(event) {
    if (!this.options.zoomable()) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const factor = Math.exp(-event.deltaY * lines * (event.ctrlKey ? WHEEL.pinch : WHEEL.plain));
    const zoom = this.options.zoom();
    this.options.changed(zoomAt(zoom, zoom.scale * factor, this.#pointOf(event)));
  }

  /** @param {MouseEvent} event @returns {Point} */
  #pointOf({ clientX, clientY }) {
    const { left, top, width, height } = this.stage.getBoundingClientRect();
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
  }
}

/**
 * Follows two fingers: what lay between them stays between them.
 * @param {Zoom} zoom @param {[Point, Point]} before @param {[Point, Point]} now
 */
export function pinched(zoom, before, now) {
  const ratio = distance(...now) / (distance(...before) || 1);
  const [from, to] = [middle(...before), middle(...now)];
  const next = zoomAt(zoom, zoom.scale * ratio, from);
  return { ...next, x: next.x + to.x - from.x, y: next.y + to.y - from.y };
}

/** @param {Point} one @param {Point} other */
function distance(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** @param {Point} one @param {Point} other @returns {Point} */
function middle(one, other) {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}
