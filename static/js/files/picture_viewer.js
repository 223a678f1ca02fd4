/** Shows pictures as large as the window. Arrows go to the next one, Esc closes, and the focus returns to the link. */

import "../page/first_load.js";
import { fill, gettext } from "../page/i18n.js";
import { closeFromBackdrop } from "../steady/backdrop.js";

/** Pictures in one of these are shown one after the other. */
const GALLERIES = "[data-messages], [data-card-files], [data-files]";
/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 };

/** @type {Viewer | null} */
let viewer = null;

/** @param {HTMLAnchorElement} link */
export function viewPicture(link) {
  viewer ??= new Viewer(/** @type {HTMLDialogElement} */ (document.getElementById("viewer")));
  viewer.open(link);
}

class Viewer {
  /** @type {HTMLAnchorElement[]} */
  #links = [];
  #at = 0;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.stage = this.#find("[data-stage]");
    dialog.addEventListener("keydown", (event) => this.#onKey(event));
    dialog.addEventListener("click", (event) => this.#onClick(/** @type {Element} */ (event.target)));
    closeFromBackdrop(dialog, (target) => target === dialog || target === this.stage);
    dialog.addEventListener("close", () => this.#onClose());
  }

  /** @param {HTMLAnchorElement} link */
  open(link) {
    const all = link.closest(GALLERIES)?.querySelectorAll("a[data-picture]") ?? [link];
    this.#links = /** @type {HTMLAnchorElement[]} */ (unique([...all]));
    const at = this.#links.findIndex(({ dataset }) => dataset.picture === link.dataset.picture);
    this.dialog.showModal();
    this.#show(Math.max(0, at));
    this.stage.focus();
  }

  /** @param {number} at */
  #show(at) {
    const link = this.#links[at];
    if (!link) return;
    this.#at = at;
    const { name = "", width = "", height = "" } = link.dataset;
    this.#find("[data-name]").textContent = name;
    const several = this.#links.length > 1;
    this.#find("[data-count]").textContent = several ? fill(gettext("%(n)s of %(all)s"), { n: at + 1, all: this.#links.length }) : "";
    const download = /** @type {HTMLAnchorElement} */ (this.#find("[data-download]"));
    Object.assign(download, { href: link.href, download: name });
    this.#button("back").hidden = this.#button("on").hidden = !several;
    this.#button("back").disabled = at === 0;
    this.#button("on").disabled = at === this.#links.length - 1;
    this.stage.replaceChildren(createImage(link, Number(width), Number(height)));
    for (const near of [this.#links[at + 1], this.#links[at - 1]]) if (near) new Image().src = near.href;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = event.key === "Home" ? 0 : event.key === "End" ? this.#links.length - 1 : this.#at + (STEPS[event.key] ?? 0);
    // The page below the viewer has shortcuts of its own.
    event.stopPropagation();
    if (to === this.#at) return;
    event.preventDefault();
    this.#show(to);
  }

  /** @param {Element} target */
  #onClick(target) {
    const action = /** @type {HTMLElement | null} */ (target.closest("[data-action]"))?.dataset.action;
    if (action === "viewer-back") this.#step(-1);
    else if (action === "viewer-on") this.#step(1);
  }

  /** @param {-1 | 1} by */
  #step(by) {
    this.#show(this.#at + by);
    // At the end the button is disabled and loses the focus.
    if (document.activeElement === document.body || /** @type {HTMLButtonElement} */ (document.activeElement).disabled) this.stage.focus();
  }

  #onClose() {
    this.stage.replaceChildren();
    const link = this.#links[this.#at];
    if (link?.isConnected) link.focus();
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

/**
 * Creates the image, with the loaded thumbnail as its background until it is loaded.
 * @param {HTMLAnchorElement} link
 * @param {number} width
 * @param {number} height
 */
function createImage(link, width, height) {
  const { name = "" } = link.dataset;
  const image = Object.assign(document.createElement("img"), { alt: name, src: link.href, width, height });
  const small = link.querySelector("img")?.src;
  if (small) image.style.backgroundImage = `url("${small}")`;
  image.addEventListener("load", () => image.style.removeProperty("background-image"));
  image.addEventListener("error", () => {
    const words = Object.assign(document.createElement("p"), {
      className: "viewer__none",
      textContent: gettext("This picture can’t be shown. It may have been deleted."),
    });
    words.setAttribute("role", "status");
    image.replaceWith(words);
  });
  return image;
}

/** Removes duplicates: a picture may be linked in a list and in a preview. @param {Element[]} links */
function unique(links) {
  const seen = new Set();
  return links.filter((link) => {
    const { picture: id } = /** @type {HTMLElement} */ (link).dataset;
    return !seen.has(id) && seen.add(id);
  });
}
