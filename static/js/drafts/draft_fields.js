/** Fields with `data-draft`: what is typed into them is kept as a draft, and put back when the page or dialog is shown again. */

import { gettext } from "../page/i18n.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */
/**
 * A part of the page with draft fields. `draftPlace` says what the drafts belong to, such as a card's id.
 * @typedef {{ body: HTMLElement, drafts: import("./drafts").Drafts, readonly draftPlace: string }} Host
 */

/** @param {Host} host @param {HTMLElement} [root] listened on */
export function watchDrafts(host, root = host.body) {
  root.addEventListener("input", (event) => {
    const field = /** @type {Field} */ (event.target);
    if (!field.closest("form")) return;
    // A field with unsent text is never patched.
    field.dataset.typed = "";
    if (field.dataset.draft) host.drafts.keep(host.draftPlace, field.dataset.draft, field.value === field.defaultValue ? "" : field.value);
  });
}

/** Puts kept drafts back into their fields. Runs after the part was rendered. @param {Host} host */
export function restoreDrafts({ body, drafts, draftPlace }) {
  for (const field of /** @type {NodeListOf<Field>} */ (body.querySelectorAll("[data-draft]"))) {
    const name = field.dataset.draft ?? "";
    const kept = "typed" in field.dataset ? "" : drafts.text(draftPlace, name);
    if (!kept || kept === field.value) continue;
    field.value = kept;
    field.dataset.typed = "";
    const fold = field.closest("details");
    if (fold) fold.open = true;
    showDraftNote(body, name, () => { clearField(field); drafts.drop(draftPlace, name); });
  }
}

/** Drops the drafts of a form that was sent or cancelled. @param {Host} host @param {HTMLFormElement} form */
export function dropDrafts({ drafts, draftPlace }, form) {
  for (const field of form.elements) {
    field.removeAttribute("data-typed");
    const { draft } = /** @type {HTMLElement} */ (field).dataset;
    if (draft) drafts.drop(draftPlace, draft);
  }
}

/** Resets a field after its text was sent or discarded. @param {Field} field */
export function clearField(field) {
  field.value = field.defaultValue;
  delete field.dataset.typed;
  const note = /** @type {HTMLElement | null | undefined} */ (field.form?.querySelector("[data-draft-note]"));
  if (note) note.hidden = true;
}

/**
 * Shows a note with a discard button beside a draft. Without `discard` the note is hidden.
 * @param {ParentNode} body
 * @param {string} name
 * @param {(() => void) | null} discard
 */
export function showDraftNote(body, name, discard) {
  const note = /** @type {HTMLElement | null} */ (body.querySelector(`[data-draft-note="${name}"]`));
  if (!note) return;
  note.hidden = !discard;
  if (!discard) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: gettext("Discard") });
  button.addEventListener("click", () => { note.hidden = true; discard(); });
  note.replaceChildren(`${gettext("Draft saved")} · `, button);
}
