/** A card on its own page: drafts, local times and description panels for plain HTML forms. */

import { restoreDrafts, showDraftNote, watchDrafts } from "../drafts/draft_fields.js";
import { Drafts } from "../drafts/drafts.js";
import { momentOf, showLocalDates } from "./dates.js";
import { isDay } from "../texts/moments.js";
import { markTyped } from "../texts/typed.js";
import { watchDescriptionPanels } from "./description_panels.js";
import { dropTextDraft, keepTextDraft, readTextDraft } from "./text_draft.js";

export class CardPage {
  /** @param {HTMLElement} body */
  constructor(body) {
    const { card = "", project = "", me = "" } = /** @type {HTMLElement} */ (body.querySelector("[data-card]")).dataset;
    this.body = this.dialog = body;
    this.cardId = this.draftPlace = card;
    this.drafts = new Drafts({ userId: me });
    this.page = { url: `/projects/${project}` };
    this.#keepEarly();
    showLocalDates(body);
    if (!body.querySelector("[role=alert] li")) this.#dropAccepted();
    this.#restore();
    this.drafts.adopt(card).then(() => this.#restore()).catch(reportError);
    watchDrafts(this);
    watchDescriptionPanels(this);
    body.addEventListener("input", (event) => { if (/** @type {Element} */ (event.target).closest("[data-edit]")) this.#keepText(); });
    body.addEventListener("click", (event) => {
      if (/** @type {Element} */ (event.target).closest("[data-action=words-cancel]")) dropTextDraft(this.drafts, card);
    });
    body.addEventListener("formdata", (event) => convertToUtc(/** @type {FormDataEvent} */ (event)));
    body.addEventListener("click", (event) => closeForm(/** @type {Element} */ (event.target)));
  }

  /** Keeps what was typed before this script ran. It goes before older drafts. */
  #keepEarly() {
    markTyped(this.body);
    for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (this.body.querySelectorAll("[data-draft][data-typed]"))) {
      this.drafts.keep(this.cardId, field.dataset.draft ?? "", field.value);
    }
    if (this.#form?.querySelector("[data-typed]")) this.#keepText();
  }

  /** Drops the drafts whose text the page shows as saved. */
  #dropAccepted() {
    for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (this.body.querySelectorAll("[data-draft]"))) {
      const name = field.dataset.draft ?? "";
      const kept = this.drafts.text(this.cardId, name).trim();
      if (kept && this.#isSaved(kept, field)) this.drafts.drop(this.cardId, name);
    }
  }

  /** @param {string} words @param {HTMLInputElement} field */
  #isSaved(words, field) {
    const said = [.../** @type {NodeListOf<HTMLElement>} */ (this.body.querySelectorAll(".comment"))].map(
      (comment) => comment.dataset.text,
    );
    const listed = [...this.body.querySelectorAll(".item [data-text], [data-name], .label")].map((item) => item.textContent?.trim());
    return field.defaultValue.trim() === words || said.includes(words) || listed.includes(words);
  }

  get #form() {
    return /** @type {HTMLFormElement | null} */ (this.body.querySelector("[data-edit] form"));
  }

  #restore() {
    restoreDrafts(this);
    this.#restoreText();
  }

  #restoreText() {
    const form = this.#form;
    const draft = readTextDraft(this.drafts, this.cardId);
    if (!form || !draft || this.body.querySelector("[data-edit][open]")) return;
    const [title, description] = fieldsOf(form);
    if (draft.title === title.value && draft.description === description.value) { dropTextDraft(this.drafts, this.cardId); return; }
    Object.assign(title, { value: draft.title });
    Object.assign(description, { value: draft.description });
    // The version that editing began on: the server shows a conflict if it is outdated.
    /** @type {HTMLInputElement} */ (form.elements.namedItem("version")).value = String(draft.base.version);
    /** @type {HTMLDetailsElement} */ (form.closest("details")).open = true;
    showDraftNote(this.body, "words", () => { dropTextDraft(this.drafts, this.cardId); location.reload(); });
  }

  #keepText() {
    const form = this.#form;
    if (!form) return;
    const [title, description] = fieldsOf(form);
    const version = Number(/** @type {HTMLInputElement} */ (form.elements.namedItem("version")).value);
    const base = { title: title.defaultValue, description: description.defaultValue, version };
    keepTextDraft(this.drafts, this.cardId, { title: title.value, description: description.value, base });
  }
}

/** @param {HTMLFormElement} form @returns {(HTMLInputElement | HTMLTextAreaElement)[]} */
function fieldsOf(form) {
  return ["title", "description"].map((name) => /** @type {HTMLTextAreaElement} */ (form.elements.namedItem(name)));
}

/** Converts local dates to UTC, which the server expects. @param {FormDataEvent} event */
function convertToUtc({ formData, target }) {
  const form = /** @type {HTMLFormElement} */ (target);
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[data-utc]"))) {
    const at = momentOf(form, field.name, formData);
    if (!at || isDay(at)) continue;
    formData.set(field.name, at.slice(0, 10));
    formData.set(`${field.name}_time`, at.slice(11, 16));
  }
}

/** @param {Element} target */
function closeForm(target) {
  const details = target.closest("[data-action=sheet-cancel]")?.closest("details");
  if (!details) return;
  details.querySelector("form")?.reset();
  showLocalDates(details);
  details.open = false;
}
