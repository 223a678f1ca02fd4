/** Fields of an open card that keep what is typed in them: over closing, reloading and a dead line. */

import { gettext } from "../page/i18n.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/** @param {{ dialog: HTMLElement, drafts: import("./drafts").Drafts, readonly cardId: string }} host */
export function watchDrafts(host) {
  host.dialog.addEventListener("input", (event) => {
    const field = /** @type {Field} */ (event.target);
    if (!field.closest("form")) return;
    // What is typed and not sent is never patched over.
    field.dataset.typed = "";
    if (field.dataset.draft) host.drafts.keep(host.cardId, field.dataset.draft, field.value === field.defaultValue ? "" : field.value);
  });
}

/** After the body was filled: what was begun earlier stands in its field again. @param {{ body: HTMLElement, drafts: import("./drafts").Drafts, readonly cardId: string }} host */
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

/** Sent, or given up. @param {Field} field */
export function clearField(field) {
  field.value = field.defaultValue;
  delete field.dataset.typed;
  const note = /** @type {HTMLElement | null | undefined} */ (field.form?.querySelector("[data-draft-note]"));
  if (note) note.hidden = true;
}

/** A quiet line beside what was kept; without `discard` it goes. @param {ParentNode} body @param {string} name @param {(() => void) | null} discard */
export function showDraftNote(body, name, discard) {
  const note = /** @type {HTMLElement | null} */ (body.querySelector(`[data-draft-note="${name}"]`));
  if (!note) return;
  note.hidden = !discard;
  if (!discard) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: gettext("Discard") });
  button.addEventListener("click", () => { note.hidden = true; discard(); });
  note.replaceChildren(`${gettext("Draft kept")} · `, button);
}
