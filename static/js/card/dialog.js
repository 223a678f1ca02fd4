/** The card dialog over the board. It has its own address, Esc and "back" close it, and the focus returns to the card. */

import "../board/first_load.js";
import { restoreDrafts, watchDrafts } from "../drafts/draft_fields.js";
import { Drafts } from "../drafts/drafts.js";
import { gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { formatTimes } from "../page/time.js";
import { enableStyles } from "../page/lazy_assets.js";
import { closeFromBackdrop } from "../steady/backdrop.js";
import { keepReading } from "../steady/reading_anchor.js";
import { openCardLink, opensElsewhere } from "../board/input/card_links.js";
import { focusCardById } from "../board/input/focus.js";
import { morphChildren } from "../board/dom/morph.js";
import { CardComments } from "./comments.js";
import { CardEditor } from "./editor.js";
import { CardAttachments } from "./attachments.js";
import { watchForms } from "./forms.js";
import { makeChecklistsSortable, watchChecklists } from "./checklists.js";
import { previewPending } from "./optimistic.js";
import { showPart } from "./linked_part.js";
import { confirmedNumber, unconfirmedSheet } from "./unconfirmed.js";
import { watchDescriptionPanels } from "./description_panels.js";
import { TaskTicks } from "./task_ticks.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */

const SKELETON_MS = 150;
/** What one reads in a card, in small parts. */
const READ = ".sheet__title, .sheet__read > *, .list > header, .item, .sec > header, [data-row], .comment, .deed";

export class CardDialog {
  #number = 0;
  /** The request in flight. @type {Promise<void> | null} */
  #request = null;
  #requestAgain = false;
  /** The dialog is not patched during a drag. */
  isDragging = false;
  /** Number of comments to show; 0 is the default. Or "0&comment=…": all back to that one. @type {number | string} */
  comments = 0;

  /** @param {BoardPage} page */
  constructor(page) {
    this.page = page;
    enableStyles("card");
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById("card-dialog"));
    this.body = /** @type {HTMLElement} */ (this.dialog.querySelector("[data-body]"));
    this.drafts = new Drafts({ userId: page.me.id });
    this.editor = new CardEditor(this);
    this.files = new CardAttachments(this);
    this.commentsSection = new CardComments(this);
    this.tasks = new TaskTicks(this);
    watchForms(this);
    watchDrafts(this, this.dialog);
    watchChecklists(this);
    watchDescriptionPanels(this);
    this.dialog.addEventListener("click", (event) => {
      const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a[href]:not([data-action])"));
      if (link && !opensElsewhere(event) && openCardLink(page, link)) event.preventDefault();
    });
    this.dialog.addEventListener("close", () => this.#closed());
    closeFromBackdrop(this.dialog);
    addEventListener("popstate", () => this.#onPopState());
    page.root.addEventListener("kr:event", (event) => this.#onEvent(/** @type {CustomEvent} */ (event).detail));
    page.root.addEventListener("kr:resync", () => { if (this.#isWaiting) this.#onAnswer(); else if (this.dialog.open) this.refresh(); });
    page.root.addEventListener("kr:failed", () => { if (this.#isWaiting) this.#onAnswer(); });
  }

  /** The id of the open card. */
  get cardId() {
    return this.#part?.dataset.card ?? "";
  }

  get draftPlace() {
    return this.cardId;
  }

  get version() {
    return Number(this.#part?.dataset.version ?? 0);
  }

  get #part() {
    return /** @type {HTMLElement | null} */ (this.body.querySelector("[data-card]"));
  }

  /**
   * @param {number} number the card's number
   * @param {string} [id] its id, while its creation is not answered
   * @param {string} [part] the id of a comment, checklist or item in it to scroll to
   */
  async open(number, id, part = "") {
    if (!number) { if (id) this.#showUnconfirmed(id); return; }
    if (number !== this.#number) history.pushState({ card: number }, "", `${this.page.url}/cards/${number}`);
    await this.#show(number, part);
  }

  close() {
    this.dialog.close();
  }

  /** This page's unconfirmed commands, oldest first. */
  pending() {
    return this.page.ledger.entries().sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
  }

  /** Shows pending commands on top of the server's HTML. */
  showPending() {
    previewPending(this);
  }

  /** Fetches the dialog again and patches it; fields being edited stay. One request runs at a time, and one more follows if needed. */
  async refresh() {
    if (this.#request) { this.#requestAgain = true; return this.#request; }
    this.#request = this.#refresh();
    await this.#request;
    return undefined;
  }

  async #refresh() {
    do {
      this.#requestAgain = false;
      const number = this.#number;
      const fresh = await this.page.partials.cardDialog(number, this.comments).catch(() => null);
      if (this.isDragging) { this.#requestAgain = true; break; }
      if (fresh && number === this.#number) this.#patch(fresh);
    } while (this.#requestAgain);
    this.#request = null;
  }

  /** Runs the refresh that waited for the end of a drag. */
  dragEnded() {
    this.isDragging = false;
    if (this.#requestAgain) this.refresh();
  }

  /** @param {DocumentFragment} fresh */
  #patch(fresh) {
    const box = document.createElement("div");
    box.append(fresh);
    if (this.body.childElementCount) morphChildren(this.body, box);
    else this.body.append(...box.childNodes);
    const known = new Set(this.pending().map(({ entity }) => entity));
    // Removes the nodes of refused commands. Confirmed ones have been replaced by the server's nodes.
    for (const node of this.body.querySelectorAll("[data-pending]")) {
      if (!this.#requestAgain && !known.has(node.id.replace(/^\w+-/, ""))) node.remove();
    }
    this.#prepare();
  }

  /** @param {number} number @param {string} [part] */
  async #show(number, part = "") {
    this.#number = number;
    this.comments = part.startsWith("comment-") ? `0&comment=${part.slice("comment-".length)}` : 0;
    const focused = this.body.contains(document.activeElement);
    // What is known of a new card stays until the card itself is there.
    if (!this.body.querySelector("[data-unconfirmed]")) this.body.replaceChildren();
    if (!this.dialog.open) this.dialog.showModal();
    const skeleton = setTimeout(() => this.#showSkeleton(), SKELETON_MS);
    try {
      const content = await this.page.partials.cardDialog(number, this.comments);
      if (number !== this.#number) return;
      this.body.replaceChildren(content);
      this.#prepare();
      this.#adoptDrafts(this.cardId);
      if (showPart(this.body, part)) return;
      if (focused) /** @type {HTMLElement | null} */ (this.body.querySelector("#card-title"))?.focus();
    } catch {
      toast({ text: gettext("This card can’t be opened right now."), kind: "bad" });
      this.close();
    } finally {
      clearTimeout(skeleton);
    }
  }

  /** Does the dialog show a card whose creation is not answered? */
  get #isWaiting() {
    return !this.#number && this.#part !== null;
  }

  /** @param {string} id */
  #showUnconfirmed(id) {
    this.#number = 0;
    const sheet = unconfirmedSheet(this.page, id);
    this.body.replaceChildren(sheet);
    this.dialog.setAttribute("aria-label", sheet.querySelector("h1")?.textContent ?? "");
    if (!this.dialog.open) this.dialog.showModal();
  }

  /** Shows the card itself once it has a number, and closes if its creation was refused. */
  #onAnswer() {
    const number = confirmedNumber(this.cardId);
    if (number) this.open(number);
    else if (this.page.ledger.entriesOf(this.cardId).length) this.#showUnconfirmed(this.cardId);
    else this.close();
  }

  #prepare() {
    // The main part scrolls beside the details, or on a phone with them.
    for (const box of /** @type {NodeListOf<HTMLElement>} */ (this.body.querySelectorAll(".sheet__body, .sheet__main"))) {
      keepReading(box, { items: READ, paused: () => this.isDragging });
    }
    formatTimes(this.body);
    this.editor.prepare();
    this.files.prepare();
    this.tasks.prepare();
    restoreDrafts(this);
    makeChecklistsSortable(this);
    this.showPending();
    const assign = /** @type {HTMLElement | null} */ (this.body.querySelector("[data-action=card-assign-me]"));
    if (assign) assign.hidden = this.body.querySelector(`.person [data-user="${this.page.me.id}"]`) !== null;
    const title = this.body.querySelector("#card-title")?.textContent?.trim();
    if (title) this.dialog.setAttribute("aria-label", title);
  }

  /** Shows the drafts of closed tabs. @param {string} cardId */
  async #adoptDrafts(cardId) {
    await this.drafts.adopt(cardId);
    if (cardId !== this.cardId) return;
    this.editor.prepare();
    restoreDrafts(this);
  }

  #showSkeleton() {
    const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("sheet-skeleton"));
    if (template && !this.body.childElementCount) this.body.append(document.importNode(template.content, true));
  }

  /** Reacts to an event of the log. @param {{ event: import("../types").LoggedEvent, wish?: string }} news */
  #onEvent({ event, wish }) {
    this.editor.onEvent(event, wish);
    if (!this.dialog.open || !this.#isAffectedBy(event)) return;
    if (this.#isWaiting) { this.#onAnswer(); return; }
    if (event.type === "card.deleted" && event.actorId !== this.page.me.id) {
      toast({ text: gettext("Someone deleted this card."), kind: "warn" });
      this.close();
    } else this.refresh();
  }

  /** Does an event change the card, its parts or the labels it can have? @param {import("../types").LoggedEvent} event */
  #isAffectedBy({ type, payload, changes }) {
    const ids = [payload?.id, payload?.cardId, payload?.card?.id];
    return ids.includes(this.cardId) || type.startsWith("label.") || Boolean(changes?.cardIds?.flat().includes(this.cardId));
  }

  #closed() {
    const id = this.cardId;
    this.#number = 0;
    this.isDragging = false;
    this.editor.reset();
    this.body.replaceChildren();
    if (history.state?.card) history.back();
    focusCardById(id);
  }

  /** Follows the browser's back and forward. */
  #onPopState() {
    const number = history.state?.card;
    if (number && number !== this.#number) this.#show(number);
    else if (!number && this.dialog.open) this.close();
  }
}
