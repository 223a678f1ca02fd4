/** A card opened over the board. Its address is real; Esc and "back" close it; the focus returns to the card. */

import { gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { tellTimes } from "../page/time.js";
import { returnTo } from "./focus.js";
import { morphInside } from "./morph.js";
import { SheetEditor } from "./sheet_editor.js";
import { SheetFiles } from "./sheet_files.js";
import { watchForms } from "./sheet_forms.js";

/** @typedef {import("./page").BoardPage} BoardPage */

const SKELETON_MS = 150;

export class Sheet {
  #number = 0;

  /** @param {BoardPage} page */
  constructor(page) {
    this.page = page;
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById("card-dialog"));
    this.body = /** @type {HTMLElement} */ (this.dialog.querySelector("[data-body]"));
    this.editor = new SheetEditor(this);
    this.files = new SheetFiles(this);
    watchForms(this);
    this.dialog.addEventListener("close", () => this.#closed());
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
    addEventListener("popstate", () => this.#follow());
    page.root.addEventListener("kr:event", (event) => this.#heard(/** @type {CustomEvent} */ (event).detail));
  }

  /** The card that is open. */
  get cardId() {
    return this.#part?.dataset.card ?? "";
  }

  get version() {
    return Number(this.#part?.dataset.version ?? 0);
  }

  get #part() {
    return /** @type {HTMLElement | null} */ (this.body.querySelector("[data-card]"));
  }

  /** @param {number} number of the card */
  async open(number) {
    if (!number) return;
    history.pushState({ card: number }, "", `${this.page.url}/cards/${number}`);
    await this.#show(number);
  }

  close() {
    this.dialog.close();
  }

  /** What the server shows now; what is being edited stays. */
  async refresh() {
    const number = this.#number;
    const fresh = await this.page.parts.sheet(number).catch(() => null);
    if (!fresh || number !== this.#number) return;
    const box = document.createElement("div");
    box.append(fresh);
    if (this.body.childElementCount) morphInside(this.body, box);
    else this.body.append(...box.childNodes);
    this.#dress();
  }

  /** @param {number} number */
  async #show(number) {
    this.#number = number;
    this.body.replaceChildren();
    if (!this.dialog.open) this.dialog.showModal();
    const skeleton = setTimeout(() => this.#showSkeleton(), SKELETON_MS);
    try {
      const content = await this.page.parts.sheet(number);
      if (number !== this.#number) return;
      this.body.replaceChildren(content);
      this.#dress();
    } catch {
      toast({ text: gettext("This card cannot be opened now."), kind: "bad" });
      this.close();
    } finally {
      clearTimeout(skeleton);
    }
  }

  #dress() {
    tellTimes(this.body);
    this.editor.prepare();
    this.files.prepare();
    const assign = /** @type {HTMLElement | null} */ (this.body.querySelector("[data-action=card-assign-me]"));
    if (assign) assign.hidden = this.body.querySelector(`.person [data-user="${this.page.me.id}"]`) !== null;
    const title = this.body.querySelector("#card-title")?.textContent?.trim();
    if (title) this.dialog.setAttribute("aria-label", title);
  }

  #showSkeleton() {
    const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("sheet-skeleton"));
    if (template && !this.body.childElementCount) this.body.append(document.importNode(template.content, true));
  }

  /** The card changed while it is open. @param {{ event: import("../types").LoggedEvent, wish?: string }} news */
  #heard({ event, wish }) {
    if (!this.dialog.open || !this.#concerns(event)) return;
    if (event.type === "card.deleted" && event.actorId !== this.page.me.id) {
      toast({ text: gettext("Someone deleted this card."), kind: "warn" });
      this.close();
    } else if (event.payload.id !== this.cardId || !this.editor.guards(event, wish)) this.refresh();
  }

  /** The card itself, or a file or a label that is gone from it or came back. @param {import("../types").LoggedEvent} event */
  #concerns({ payload, changes }) {
    return payload?.id === this.cardId || Boolean(changes?.cardIds?.flat().includes(this.cardId));
  }

  #closed() {
    const id = this.cardId;
    this.#number = 0;
    this.editor.leave();
    this.body.replaceChildren();
    if (history.state?.card) history.back();
    returnTo(id);
  }

  /** "Back" and "forward" of the browser. */
  #follow() {
    const number = history.state?.card;
    if (number && number !== this.#number) this.#show(number);
    else if (!number && this.dialog.open) this.close();
  }
}
