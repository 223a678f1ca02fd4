/** Title and description of an open card. Nobody's words are overwritten unseen: neither ours nor theirs. */

import { announce } from "../page/announce.js";
import { fetched } from "../page/lazy_assets.js";
import { gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { localDates } from "./dates.js";
import { showNote } from "./draft_fields.js";

/** @typedef {import("./dialog").Sheet} Sheet */
/** @typedef {import("./drafts").Words} Words */
/** @typedef {Words & { version: number }} Base */

const FIELDS = /** @type {const} */ (["title", "description"]);

export class SheetEditor {
  /** What is being changed, as it was when that began. @type {Base | null} */
  #base = null;
  /** Both texts, waiting for a choice. @type {{ theirs: Base, redraw(): void, remove(): void, focus(): void } | null} */
  #clash = null;

  /** @param {Sheet} sheet */
  constructor(sheet) {
    this.sheet = sheet;
    const { dialog, page } = sheet;
    dialog.addEventListener("input", (event) => { if (/** @type {Element} */ (event.target).closest("[data-edit]")) this.#typed(); });
    dialog.addEventListener("toggle", (event) => this.#toggled(/** @type {HTMLElement} */ (event.target)), true);
    dialog.addEventListener("click", (event) => { if (/** @type {Element} */ (event.target).closest("[data-action=card-edit-cancel]")) this.discard(); });
    page.root.addEventListener("kr:failed", (event) => this.#failed(/** @type {CustomEvent} */ (event).detail));
  }

  /** After the body was filled: what was typed earlier is there again. */
  prepare() {
    localDates(this.sheet.body);
    const draft = this.sheet.drafts.words(this.sheet.cardId);
    if (!draft || this.#base || !this.#details || this.#onItsWay(draft.sent)) return;
    const now = this.#shown();
    if (FIELDS.every((name) => draft[name] === now[name])) { this.#dropDraft(); return; }
    this.#base = draft.base;
    this.#write(draft);
    this.#open();
    showNote(this.sheet.body, "words", () => this.discard());
    this.#meet(now);
  }

  /** @returns {boolean} was it taken */
  save() {
    const base = this.#base ?? this.#shown();
    const words = this.#written();
    if (this.#clash) { this.#clash.focus(); announce(gettext("Choose first which text should stay.")); return false; }
    if (!words.title) return false;
    const changed = FIELDS.filter((name) => words[name] !== base[name]);
    if (!changed.length) { this.discard(); return true; }
    const id = this.sheet.cardId;
    const pick = (/** @type {any} */ from) => Object.fromEntries(changed.map((name) => [name, from[name]]));
    const { wish } = this.sheet.page.changes.issue("card.update", id, { id, ...pick(words) }, { version: base.version, ...pick(base) });
    this.sheet.drafts.keepWords(id, { ...words, base, sent: wish });
    this.#close();
    this.sheet.paint();
    return true;
  }

  /** What others did, or this page's own command come true; also of cards that are not open. @param {import("../types").LoggedEvent} event @param {string} [wish] */
  heard({ payload, changes }, wish) {
    const id = payload?.id;
    if (wish && this.sheet.drafts.words(id)?.sent === wish) { this.sheet.drafts.drop(id, "words"); return; }
    if (id !== this.sheet.cardId || !this.#base || !FIELDS.some((name) => changes?.[name])) return;
    this.#meet(payload);
  }

  leave() {
    this.#base = null;
    this.#clash = null;
  }

  discard() {
    this.#dropDraft();
    const form = this.#details?.querySelector("form");
    form?.reset();
    this.#close();
    this.sheet.refresh();
  }

  /** @param {HTMLElement} details */
  #toggled(details) {
    if (details !== this.#details || !(/** @type {HTMLDetailsElement} */ (details).open) || this.#base) return;
    this.#base = this.#shown();
    this.#hold();
    this.#field("description")?.focus();
  }

  #typed() {
    if (!this.#base) return;
    this.sheet.drafts.keepWords(this.sheet.cardId, { ...this.#written(), base: this.#base });
    this.#clash?.redraw();
  }

  /** Somebody else's words come upon ours. @param {Base} theirs */
  async #meet(theirs) {
    const base = this.#base;
    if (!base) return;
    const { settled } = await fetched(() => import("./merge.js"));
    const mine = this.#written();
    const [title, description] = FIELDS.map((name) => settled(base[name], mine[name], theirs[name] ?? base[name]));
    this.#write({ title: title.value, description: description.value });
    const { version } = theirs;
    if (title.clash || description.clash) { await this.#offer(base, { title: theirs.title, description: theirs.description ?? base.description, version }); return; }
    if (title.value !== mine.title || description.value !== mine.description) this.#tell();
    this.#clash?.remove();
    this.#clash = null;
    this.#base = { title: theirs.title, description: theirs.description ?? base.description, version };
    this.#typed();
  }

  /** @param {Base} base @param {Base} theirs */
  async #offer(base, theirs) {
    const { showClash } = await fetched(() => import("./edit_conflict.js"));
    this.#clash?.remove();
    const take = (/** @type {Words} */ words) => {
      this.#base = theirs;
      this.#clash = null;
      this.#write(words);
      this.#typed();
      this.#field("description")?.focus();
    };
    this.#clash = showClash(this.sheet, { base, theirs, written: () => this.#written(), take });
  }

  /** Someone was faster between typing and sending, or the words cannot be saved: they come back into the form. @param {{ entry: import("../types").Entry, refusal: import("../live/request_error").Refusal }} failure */
  async #failed({ entry, refusal }) {
    const { entity, payload, seen, type } = entry;
    if (type !== "card.update" || !FIELDS.some((name) => name in payload)) return;
    const { drafts } = this.sheet;
    const draft = drafts.words(entity);
    if (draft && draft.sent === entry.wish) drafts.keepWords(entity, { ...draft, sent: undefined });
    else if (!draft) this.#rescue(entity, payload, seen, refusal.body.current);
    if (entity !== this.sheet.cardId) return;
    this.leave();
    await this.sheet.refresh();
  }

  /** Without a draft of its own, such as after a title was changed on the board. @param {string} cardId @param {any} payload @param {any} seen @param {any} current */
  #rescue(cardId, payload, seen, current) {
    if (payload.description === undefined || !current) return;
    const base = { title: current.title, description: seen?.description ?? current.description, version: seen?.version ?? current.version };
    this.sheet.drafts.keepWords(cardId, { title: payload.title ?? current.title, description: payload.description, base });
  }

  #tell() {
    toast({ text: gettext("Somebody else changed what you had not: it is in your text now."), kind: "info" });
  }

  /** @param {string} [wish] */
  #onItsWay(wish) {
    return Boolean(wish) && this.sheet.pending().some((entry) => entry.wish === wish);
  }

  /** What the server says it is. @returns {Base} */
  #shown() {
    const [title, description] = FIELDS.map((name) => this.#field(name)?.defaultValue ?? "");
    return { title, description, version: this.sheet.version };
  }

  /** @returns {Words} */
  #written() {
    const [title, description] = FIELDS.map((name) => this.#field(name)?.value ?? "");
    return { title: title.trim(), description };
  }

  /** @param {Words} words */
  #write(words) {
    for (const name of FIELDS) {
      const field = this.#field(name);
      if (field && field.value !== words[name]) field.value = words[name];
    }
  }

  #open() {
    if (this.#details) this.#details.open = true;
    this.#hold();
  }

  /** What is being written is not patched. */
  #hold() {
    for (const name of FIELDS) this.#field(name)?.setAttribute("data-typed", "");
  }

  #close() {
    this.#clash?.remove();
    this.leave();
    for (const name of FIELDS) this.#field(name)?.removeAttribute("data-typed");
    showNote(this.sheet.body, "words", null);
    if (this.#details) this.#details.open = false;
  }

  #dropDraft() {
    this.sheet.drafts.drop(this.sheet.cardId, "words");
  }

  get #details() {
    return /** @type {HTMLDetailsElement | null} */ (this.sheet.body.querySelector("details[data-edit]"));
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (this.#details?.querySelector(`[name=${name}]`) ?? null);
  }
}
