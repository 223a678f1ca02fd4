/** Shows files as large as the window. Arrows go to the next one, Esc closes, and the focus returns to the link. */

import "../page/first_load.js";
import { fill, gettext } from "../page/i18n.js";
import { closeFromBackdrop } from "../steady/backdrop.js";
import { ViewerGestures } from "./viewer_gestures.js";
import { createStage } from "./viewer_stages.js";
import { FITTED, bounded, transformOf, zoomAt } from "./viewer_zoom.js";

/** Files in one of these are shown one after the other. */
const GALLERIES = "[data-messages], [data-card-files], [data-files]";
/** @type {Record<string, -1 | 1>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 };
const ZOOM_STEP = 1.5;
/** Pixels that an arrow key moves an enlarged picture. */
const PAN_STEP = 60;
/** @type {Record<string, [number, number]>} */
const PANS = { ArrowLeft: [PAN_STEP, 0], ArrowRight: [-PAN_STEP, 0], ArrowUp: [0, PAN_STEP], ArrowDown: [0, -PAN_STEP] };
/** Elements with keys of their own for these. */
const OWN_KEYS = {
  media: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"],
  text: ["PageUp", "PageDown", "Home", "End"],
};

/** @type {Viewer | null} */
let viewer = null;

/** @param {HTMLAnchorElement} link */
export function viewFile(link) {
  viewer ??= new Viewer(/** @type {HTMLDialogElement} */ (document.getElementById("viewer")));
  viewer.open(link);
}

class Viewer {
  /** @type {HTMLAnchorElement[]} */
  #links = [];
  #at = 0;
  /** How the picture is enlarged and moved. */
  #zoom = FITTED;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.stage = this.#find("[data-stage]");
    this.gestures = new ViewerGestures(this.stage, {
      zoom: () => this.#zoom,
      zoomable: () => Boolean(this.#picture),
      changed: (zoom) => this.#setZoom(zoom),
      swiped: (by) => this.#step(by),
    });
    dialog.addEventListener("keydown", (event) => this.#onKey(event));
    dialog.addEventListener("click", (event) => this.#onClick(/** @type {Element} */ (event.target)));
    closeFromBackdrop(dialog, (target) => (target === dialog || target === this.stage) && !this.gestures.moved);
    dialog.addEventListener("close", () => this.#onClose());
  }

  /** @param {HTMLAnchorElement} link */
  open(link) {
    const all = link.closest(GALLERIES)?.querySelectorAll("a[data-view]") ?? [link];
    this.#links = /** @type {HTMLAnchorElement[]} */ (unique([...all]));
    const at = this.#links.findIndex(({ dataset }) => dataset.file === link.dataset.file);
    for (const media of document.querySelectorAll("audio, video")) /** @type {HTMLMediaElement} */ (media).pause();
    this.dialog.showModal();
    this.#show(Math.max(0, at));
    this.stage.focus();
  }

  /** @param {number} at */
  #show(at) {
    const link = this.#links[at];
    if (!link) return;
    this.#at = at;
    const { title: name, dataset: { size = "", note = "" } } = link;
    const several = this.#links.length > 1;
    const count = several ? fill(gettext("%(n)s of %(all)s"), { n: at + 1, all: this.#links.length }) : "";
    this.#find("[data-name]").textContent = name;
    this.#find("[data-size]").textContent = size;
    this.#find("[data-note]").textContent = note;
    this.#find("[data-count]").textContent = count;
    Object.assign(this.#find("[data-download]"), { href: link.href, download: name });
    this.#button("back").hidden = this.#button("on").hidden = !several;
    this.#button("back").disabled = at === 0;
    this.#button("on").disabled = at === this.#links.length - 1;
    this.stage.replaceChildren(createStage(link));
    this.#find("[data-zoom]").hidden = !this.#picture;
    this.#setZoom(FITTED);
    this.#say([name, count, note].filter(Boolean).join(", "));
    for (const near of [this.#links[at + 1], this.#links[at - 1]]) if (near?.dataset.view === "picture") new Image().src = near.href;
  }

  get #picture() {
    return /** @type {HTMLImageElement | null} */ (this.stage.querySelector(":scope > img"));
  }

  /** @param {import("./viewer_zoom.js").Zoom} zoom */
  #setZoom(zoom) {
    const image = this.#picture;
    if (!image) return;
    const { offsetWidth: width, offsetHeight: height } = image;
    this.#zoom = bounded(zoom, { width, height }, { width: this.stage.clientWidth, height: this.stage.clientHeight });
    image.style.transform = transformOf(this.#zoom);
    this.stage.classList.toggle("is-zoomed", this.#zoom.scale > 1);
    const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(this.#zoom.scale);
    this.#find("[data-action=viewer-fit]").textContent = percent;
  }

  /** Enlarges the picture around its middle. @param {number} factor */
  #zoomBy(factor) {
    if (!this.#picture) return;
    this.#setZoom(factor ? zoomAt(this.#zoom, this.#zoom.scale * factor) : FITTED);
    this.#say(this.#find("[data-action=viewer-fit]").textContent ?? "");
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // The page below the viewer has shortcuts of its own.
    event.stopPropagation();
    const { key, target } = event;
    if (key === "Escape" || this.#belongsTo(/** @type {Element} */ (target), key)) return;
    if (this.#act(key, target === this.stage)) event.preventDefault();
  }

  /** Does the key scroll a text or seek in a recording? @param {Element} target @param {string} key */
  #belongsTo(target, key) {
    if (target.matches("audio, video")) return OWN_KEYS.media.includes(key);
    return target.matches("pre") && OWN_KEYS.text.includes(key);
  }

  /** @param {string} key @param {boolean} onStage @returns {boolean} whether the key did something */
  #act(key, onStage) {
    const factor = { "+": ZOOM_STEP, "=": ZOOM_STEP, "-": 1 / ZOOM_STEP, 0: 0 }[key];
    if (factor !== undefined) return this.#zoomBy(factor), true;
    if (key === " " && onStage) return this.#togglePlaying();
    const pan = this.#zoom.scale > 1 && this.#picture ? PANS[key] : undefined;
    if (pan) return this.#setZoom({ ...this.#zoom, x: this.#zoom.x + pan[0], y: this.#zoom.y + pan[1] }), true;
    const to = key === "Home" ? 0 : key === "End" ? this.#links.length - 1 : this.#at + (STEPS[key] ?? 0);
    if (to !== this.#at) this.#show(to);
    return to !== this.#at || key in STEPS;
  }

  #togglePlaying() {
    const media = /** @type {HTMLMediaElement | null} */ (this.stage.querySelector("audio, video"));
    if (media?.paused) media.play().catch(() => undefined); // what cannot be played says so itself
    else media?.pause();
    return Boolean(media);
  }

  /** @param {Element} target */
  #onClick(target) {
    const action = /** @type {HTMLElement | null} */ (target.closest("[data-action]"))?.dataset.action;
    if (action === "viewer-back") this.#step(-1);
    else if (action === "viewer-on") this.#step(1);
    else if (action === "viewer-in") this.#zoomBy(ZOOM_STEP);
    else if (action === "viewer-out") this.#zoomBy(1 / ZOOM_STEP);
    else if (action === "viewer-fit") this.#zoomBy(0);
  }

  /** @param {-1 | 1} by */
  #step(by) {
    this.#show(this.#at + by);
    // At the end the button is disabled and loses the focus, and so does an element that was shown.
    if (document.activeElement === document.body || /** @type {HTMLButtonElement} */ (document.activeElement).disabled) this.stage.focus();
  }

  #onClose() {
    this.stage.replaceChildren();
    const link = this.#links[this.#at];
    if (link?.isConnected) link.focus();
  }

  /** Says something to screen readers: what lies outside of an open dialog is not read. @param {string} words */
  #say(words) {
    this.#find("[data-said]").textContent = words;
  }

  /** @param {string} step */
  #button(step) {
    return /** @type {HTMLButtonElement} */ (this.#find(`[data-action=viewer-${step}]`));
  }

  /** @param {string} selector */
  #find(selector) {
    return /** @type {HTMLElement} */ (this.dialog.querySelector(selector));
  }
}

/** Removes duplicates: a file may be linked in a list and in a preview. @param {Element[]} links */
function unique(links) {
  const seen = new Set();
  return links.filter((link) => {
    const { file: id } = /** @type {HTMLElement} */ (link).dataset;
    return !seen.has(id) && seen.add(id);
  });
}
