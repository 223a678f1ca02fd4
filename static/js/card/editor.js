/** Edits title and description of an open card. Changes by others are merged, and conflicts are shown. */

import { announce } from "../page/announce.js";
import { importWithRetry } from "../page/lazy_assets.js";
import { gettext } from "../page/i18n.js";
import { showDraftNote } from "../drafts/draft_fields.js";
import { toast } from "../page/toasts.js";
import { showLocalDates } from "./dates.js";
import { dropTextDraft, keepTextDraft, readTextDraft } from "./text_draft.js";
import { differInMarks } from "../texts/task_marks.js";
import { visibleText } from "../texts/visible.js";

/** @typedef {import("./dialog").CardDialog} CardDialog */
/** @typedef {import("./text_draft").CardText} CardText */
/** @typedef {CardText & { version: number }} Base */

const FIELDS = /** @type {const} */ (["title", "description"]);

export class CardEditor {
  /** The text and version that editing began on. @type {Base | null} */
  #base = null;
  /** The open edit conflict. @type {{ theirs: Base, redraw(): void, remove(): void, focus(): void } | null} */
  #conflict = null;

  /** @param {CardDialog} cardDialog */
  constructor(cardDialog) {
    this.cardDialog = cardDialog;
    const { dialog, page } = cardDialog;
    dialog.addEventListener("input", (event) => { if (/** @type {Element} */ (event.target).closest("[data-edit]")) this.#onInput(); });
    dialog.addEventListener("toggle", (event) => this.#onToggle(/** @type {HTMLElement} */ (event.target)), true);
    dialog.addEventListener("click", (event) => {
      if (/** @type {Element} */ (event.target).closest("[data-action=card-edit-cancel]")) this.discard();
    });
    page.root.addEventListener("kr:failed", (event) => this.#onFailed(/** @type {CustomEvent} */ (event).detail));
  }

  /** Restores a draft. Runs after the dialog was rendered. */
  prepare() {
    showLocalDates(this.cardDialog.body);
    const draft = readTextDraft(this.cardDialog.drafts, this.cardDialog.cardId);
    if (!draft || this.#base || !this.#details || this.#isPending(draft.sent)) return;
    const now = this.#savedText();
    if (FIELDS.every((name) => draft[name] === now[name])) { this.#dropDraft(); return; }
    this.#base = draft.base;
    this.#fill(draft);
    this.#openForm();
    showDraftNote(this.cardDialog.body, "words", () => this.discard());
    this.#mergeTheirs(now);
  }

  /** @returns {boolean} whether the text was accepted */
  save() {
    const base = this.#base ?? this.#savedText();
    const words = this.#typedText();
    if (this.#conflict) { this.#conflict.focus(); announce(gettext("First choose which version to keep.")); return false; }
    if (!words.title) return false;
    const changed = FIELDS.filter((name) => words[name] !== base[name]);
    if (!changed.length) { this.discard(); return true; }
    const id = this.cardDialog.cardId;
    const pick = (/** @type {any} */ from) => Object.fromEntries(changed.map((name) => [name, from[name]]));
    const { wish } = this.cardDialog.page.commands.issue(
      "card.update",
      id,
      { id, ...pick(words) },
      { version: base.version, ...pick(base) },
    );
    keepTextDraft(this.cardDialog.drafts, id, { ...words, base, sent: wish });
    this.#closeForm();
    this.cardDialog.showPending();
    return true;
  }

  /**
   * Reacts to events: others' edits are merged, and a confirmed own command drops its draft, also for cards that are closed.
   * @param {import("../types").LoggedEvent} event
   * @param {string} [wish]
   */
  onEvent({ payload, changes }, wish) {
    const id = payload?.id;
    const { drafts } = this.cardDialog;
    if (wish && readTextDraft(drafts, id)?.sent === wish) { dropTextDraft(drafts, id); return; }
    if (id !== this.cardDialog.cardId || !this.#base || !FIELDS.some((name) => changes?.[name])) return;
    this.#mergeTheirs(payload);
  }

  reset() {
    this.#base = null;
    this.#conflict = null;
  }

  discard() {
    this.#dropDraft();
    const form = this.#details?.querySelector("form");
    form?.reset();
    this.#closeForm();
    this.cardDialog.refresh();
  }

  /** @param {HTMLElement} details */
  #onToggle(details) {
    if (details !== this.#details || !(/** @type {HTMLDetailsElement} */ (details).open) || this.#base) return;
    this.#base = this.#savedText();
    this.#protectFields();
    this.#field("description")?.focus();
  }

  #onInput() {
    if (!this.#base) return;
    keepTextDraft(this.cardDialog.drafts, this.cardDialog.cardId, { ...this.#typedText(), base: this.#base });
    this.#conflict?.redraw();
  }

  /** Merges another user's edit into the text being typed. @param {Base} theirs */
  async #mergeTheirs(theirs) {
    const base = this.#base;
    if (!base) return;
    const { mergeField } = await importWithRetry(() => import("./merge.js"));
    const mine = this.#typedText();
    const [title, description] = FIELDS.map((name) => mergeField(base[name], mine[name], theirs[name] ?? base[name]));
    this.#fill({ title: title.value, description: description.value });
    const { version } = theirs;
    if (title.clash || description.clash) {
      await this.#showConflict(base, { title: theirs.title, description: theirs.description ?? base.description, version });
      return;
    }
    if (title.value !== mine.title || description.value !== mine.description) this.#announceMerge();
    this.#conflict?.remove();
    this.#conflict = null;
    this.#base = { title: theirs.title, description: theirs.description ?? base.description, version };
    this.#onInput();
  }

  /** @param {Base} base @param {Base} theirs */
  async #showConflict(base, theirs) {
    const { showConflict } = await importWithRetry(() => import("./edit_conflict.js"));
    this.#conflict?.remove();
    const take = (/** @type {CardText} */ words) => {
      this.#base = theirs;
      this.#conflict = null;
      this.#fill(words);
      this.#onInput();
      this.#field("description")?.focus();
    };
    this.#conflict = showConflict(this.cardDialog, { base, theirs, written: () => this.#typedText(), take });
  }

  /**
   * Puts the text back into the form after its command failed.
   * @param {{ entry: import("../types").Entry, error: import("../live/request_error").RequestError }} failure
   */
  async #onFailed({ entry, error }) {
    const { entity, payload, seen, type } = entry;
    if (type !== "card.update" || !FIELDS.some((name) => name in payload)) return;
    if (differInMarks(seen?.description, payload.description)) { this.cardDialog.refresh(); return; }
    const { drafts } = this.cardDialog;
    const draft = readTextDraft(drafts, entity);
    if (draft && draft.sent === entry.wish) keepTextDraft(drafts, entity, { ...draft, sent: undefined });
    else if (!draft) this.#keepRefusedText(entity, payload, seen, error.body.current);
    if (entity !== this.cardDialog.cardId) return;
    this.reset();
    await this.cardDialog.refresh();
  }

  /**
   * Keeps the text of a failed command without a draft, such as a title changed on the board.
   * @param {string} cardId
   * @param {any} payload
   * @param {any} seen
   * @param {any} current
   */
  #keepRefusedText(cardId, payload, seen, current) {
    if (payload.description === undefined || !current) return;
    const base = { title: current.title, description: seen?.description ?? current.description, version: seen?.version ?? current.version };
    keepTextDraft(this.cardDialog.drafts, cardId, { title: payload.title ?? current.title, description: payload.description, base });
  }

  #announceMerge() {
    toast({ text: gettext("Someone else changed parts you hadn’t touched. Those changes are now in your text."), kind: "info" });
  }

  /** @param {string} [wish] */
  #isPending(wish) {
    return Boolean(wish) && this.cardDialog.pending().some((entry) => entry.wish === wish);
  }

  /** The text as the server rendered it. @returns {Base} */
  #savedText() {
    const [title, description] = FIELDS.map((name) => this.#field(name)?.defaultValue ?? "");
    return { title, description, version: this.cardDialog.version };
  }

  /** @returns {CardText} */
  #typedText() {
    const [title, description] = FIELDS.map((name) => this.#field(name)?.value ?? "");
    return { title: visibleText(title), description };
  }

  /** @param {CardText} words */
  #fill(words) {
    for (const name of FIELDS) {
      const field = this.#field(name);
      if (field && field.value !== words[name]) field.value = words[name];
    }
  }

  #openForm() {
    if (this.#details) this.#details.open = true;
    this.#protectFields();
  }

  /** Protects the fields being edited from patches. */
  #protectFields() {
    for (const name of FIELDS) this.#field(name)?.setAttribute("data-typed", "");
  }

  #closeForm() {
    this.#conflict?.remove();
    this.reset();
    for (const name of FIELDS) this.#field(name)?.removeAttribute("data-typed");
    showDraftNote(this.cardDialog.body, "words", null);
    if (this.#details) this.#details.open = false;
  }

  #dropDraft() {
    dropTextDraft(this.cardDialog.drafts, this.cardDialog.cardId);
  }

  get #details() {
    return /** @type {HTMLDetailsElement | null} */ (this.cardDialog.body.querySelector("details[data-edit]"));
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (this.#details?.querySelector(`[name=${name}]`) ?? null);
  }
}
