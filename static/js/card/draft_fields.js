/** Keeps drafts of the fields of an open card when it is closed, reloaded or offline. */

import { gettext } from "../page/i18n.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/** @param {{ dialog: HTMLElement, drafts: import("./drafts").Drafts, readonly cardId: string }} host */
export function watchDrafts(host) {
  host.dialog.addEventListener("input", (event) => {
    const field = /** @type {Field} */ (event.target);
    if (!field.closest("form")) return;
    // A field with unsent text is never patched.
    field.dataset.typed = "";
    if (field.dataset.draft) host.drafts.keep(host.cardId, field.dataset.draft, field.value === field.defaultValue ? "" : field.value);
  });
}

/**
 * Puts kept drafts back into their fields. Runs after the dialog was rendered.
 * @param {{ body: HTMLElement, drafts: import("./drafts").Drafts, readonly cardId: string }} host
 */
export function restoreDrafts({ body, drafts, cardId }) {
  for (const field of /** @type {NodeListOf<Field>} */ (body.querySelectorAll("[data-draft]"))) {
    const kept = "typed" in field.dataset ? "" : drafts.text(cardId, field.dataset.draft ?? "");
    if (!kept || kept === field.value) continue;
    field.value = kept;
    field.dataset.typed = "";
    const fold = field.closest("details");
    if (fold) fold.open = true;
    showDraftNote(body, field.dataset.draft ?? "", () => { clearField(field); drafts.drop(cardId, field.dataset.draft ?? ""); });
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
