/** Title and description of an open card. Nobody's words are overwritten unseen: neither ours nor theirs. */

import { fill, gettext } from "../page/i18n.js";
import { safeStorage } from "../live/outbox_store.js";
import { updateCard } from "./commands.js";
import { localDates } from "./sheet_forms.js";

/** @typedef {import("./sheet").Sheet} Sheet */
/** @typedef {{ title: string, description: string }} Words */

const WORDS = ["title", "description"];

export class SheetEditor {
  /** The command that carries the words, until it is confirmed. @type {string | null} */
  #sent = null;

  /** @param {Sheet} sheet */
  constructor(sheet) {
    this.sheet = sheet;
    sheet.dialog.addEventListener("input", (event) => this.#keepDraft(/** @type {Element} */ (event.target)));
    sheet.dialog.addEventListener("click", (event) => {
      if (/** @type {Element} */ (event.target).closest("[data-action=card-edit-cancel]")) this.#cancel();
    });
    sheet.page.root.addEventListener("kr:failed", (event) => this.#failed(/** @type {CustomEvent} */ (event).detail));
  }

  /** After the body was filled: what was typed earlier is there again. */
  prepare() {
    localDates(this.sheet.body);
    const draft = this.#draft;
    if (!draft || this.#sent || !this.#details) return;
    if (draft.title === this.#field("title")?.value && draft.description === this.#field("description")?.value) { this.#dropDraft(); return; }
    this.#write(draft);
    this.#details.open = true;
  }

  /** @param {HTMLFormElement} form */
  save(form) {
    const title = this.#field("title")?.value.trim() ?? "";
    const description = this.#field("description")?.value ?? "";
    const version = Number(new FormData(form).get("version"));
    if (!title) return;
    this.#sent = updateCard(this.sheet.page, this.sheet.cardId, { title, description }, version).wish;
    if (this.#details) this.#details.open = false;
    const shown = this.sheet.body.querySelector("#card-title");
    if (shown) shown.textContent = title;
  }

  /** Does an event touch what is being written here? Then it is told, not shown. @param {import("../types").LoggedEvent} event @param {string} [wish] */
  guards(event, wish) {
    if (wish && wish === this.#sent) { this.#sent = null; this.#dropDraft(event.payload.id); return false; }
    if (!this.#details?.open || event.actorId === this.sheet.page.me.id) return false;
    const words = WORDS.some((field) => event.changes[field]);
    if (words) this.#tell(event);
    else this.#baseOn(event.payload.version);
    return true;
  }

  leave() {
    this.#sent = null;
  }

  /** @param {import("../types").LoggedEvent} event */
  #tell(event) {
    this.sheet.body.querySelector(".banner")?.remove();
    const banner = Object.assign(document.createElement("div"), { className: "banner" });
    banner.setAttribute("role", "status");
    banner.dataset.local = "";
    const icon = Object.assign(document.createElement("i"), { className: "icon icon--info" });
    icon.setAttribute("aria-hidden", "true");
    const name = this.sheet.page.nameOf(event.actorId);
    const words = Object.assign(document.createElement("span"), { textContent: fill(gettext("%(name)s changed this card while you were writing."), { name }) });
    banner.append(icon, words, button(gettext("Show"), () => this.#theirs(banner)), button(gettext("Keep mine"), () => this.#mine(banner, event.payload.version)));
    this.sheet.body.querySelector(".sheet__main")?.prepend(banner);
  }

  /** @param {Element} banner */
  #theirs(banner) {
    banner.remove();
    this.#cancel();
    this.sheet.refresh();
  }

  /** @param {Element} banner @param {number} version */
  #mine(banner, version) {
    banner.remove();
    this.#baseOn(version);
    this.#field("description")?.focus();
  }

  /** What is saved next is meant on top of that version. @param {number} version */
  #baseOn(version) {
    for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (this.sheet.body.querySelectorAll("input[name=version]"))) field.value = String(version);
  }

  /** Someone was faster between typing and sending: the words come back into the form. @param {{ entry: import("../types").Entry, refusal: import("../live/refusal").Refusal }} failure */
  async #failed({ entry, refusal }) {
    if (entry.wish !== this.#sent) return;
    const { title, description } = entry.payload;
    this.#saveDraft(entry.entity, { title, description });
    await this.sheet.refresh();
    this.#sent = null;
    this.prepare();
    if (refusal.body.current) this.#baseOn(refusal.body.current.version);
  }

  #cancel() {
    this.#dropDraft();
    this.#details?.querySelector("form")?.reset();
    if (this.#details) this.#details.open = false;
  }

  /** @param {Element} field */
  #keepDraft(field) {
    if (!field.closest("[data-edit]") || !WORDS.includes(/** @type {HTMLInputElement} */ (field).name)) return;
    this.#saveDraft(this.sheet.cardId, { title: this.#field("title")?.value ?? "", description: this.#field("description")?.value ?? "" });
  }

  /** @param {string} cardId @param {Words} words */
  #saveDraft(cardId, words) {
    safeStorage().setItem(draftKey(cardId), JSON.stringify(words));
  }

  #dropDraft(cardId = this.sheet.cardId) {
    safeStorage().removeItem(draftKey(cardId));
  }

  /** @returns {Words | null} */
  get #draft() {
    return JSON.parse(safeStorage().getItem(draftKey(this.sheet.cardId)) ?? "null");
  }

  get #details() {
    return /** @type {HTMLDetailsElement | null} */ (this.sheet.body.querySelector("details[data-edit]"));
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (this.#details?.querySelector(`[name=${name}]`) ?? null);
  }

  /** @param {Words} words */
  #write({ title, description }) {
    const [first, second] = [this.#field("title"), this.#field("description")];
    if (first) first.value = title;
    if (second) second.value = description;
  }
}

/** @param {string} cardId */
function draftKey(cardId) {
  return `kr:draft:sheet:${cardId}`;
}

/** @param {string} text @param {() => void} press */
function button(text, press) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--sm", textContent: text });
  made.addEventListener("click", press);
  return made;
}
