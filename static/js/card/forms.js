/** Handles the forms of an open card as commands. Without script they are plain HTML forms. */

import { dropDrafts } from "../drafts/draft_fields.js";
import { gettext } from "../page/i18n.js";
import { uuid7 } from "../page/uuid7.js";
import { archiveCard, deleteCard, moveCard, restoreCard, updateCard } from "../board/commands/cards.js";
import { COMMENT_FORMS } from "./comments.js";
import { momentOf, showLocalDates } from "./dates.js";
import { CHECKLIST_FORMS } from "./checklists.js";
import { endOf, startOf } from "../texts/moments.js";
import { visibleText } from "../texts/visible.js";

/** @typedef {import("./dialog").CardDialog} CardDialog */
/**
 * Handles a submitted form. Returning false keeps the form open.
 * @typedef {(cardDialog: CardDialog, form: HTMLFormElement, submitter: HTMLButtonElement | null) => boolean | void} FormHandler
 */

/** @param {CardDialog} cardDialog */
export function watchForms(cardDialog) {
  cardDialog.dialog.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const act = FORMS[form.dataset.form ?? ""];
    if (!act) return;
    event.preventDefault();
    if (act(cardDialog, form, /** @type {HTMLButtonElement | null} */ (event.submitter)) === false) return;
    dropDrafts(cardDialog, form);
    /** @type {HTMLElement | null} */ ((form.closest(".fold") ? null : form.closest("[popover]")))?.hidePopover();
    cardDialog.showPending();
  });
  cardDialog.dialog.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-action=sheet-cancel]");
    if (button) cancel(cardDialog, button);
  });
}

/** @type {Record<string, FormHandler>} */
const FORMS = {
  ...COMMENT_FORMS,
  ...CHECKLIST_FORMS,
  "card-update": (cardDialog, form) => {
    const covered = String(new FormData(form).get("fields"));
    if (covered.includes("description")) return cardDialog.editor.save();
    const data = new FormData(form);
    const fields = covered === "labels" ? { labelIds: data.getAll("labels") } : { assigneeIds: data.getAll("assignees") };
    updateCard(cardDialog.page, cardDialog.cardId, fields, cardDialog.version);
    return undefined;
  },
  "card-dates": (cardDialog, form, submitter) => {
    const [startAt, dueAt] = [momentOf(form, "start_at"), submitter?.name === "clear" ? null : momentOf(form, "due_at")];
    const wrong = Boolean(startAt && dueAt && endOf(dueAt) < startOf(startAt));
    showError(form, wrong ? gettext("The due date is before the start date.") : "");
    if (wrong) return false;
    updateCard(cardDialog.page, cardDialog.cardId, { startAt, dueAt }, cardDialog.version);
    return undefined;
  },
  "card-done": (cardDialog, _form, submitter) => {
    updateCard(
      cardDialog.page,
      cardDialog.cardId,
      { doneAt: submitter?.value === "1" ? new Date().toISOString() : null },
      cardDialog.version,
    );
  },
  "card-watch": (cardDialog, _form, submitter) => {
    cardDialog.page.commands.issue(`card.${submitter?.value}`, cardDialog.cardId, { id: cardDialog.cardId });
  },
  "description-restore": (cardDialog, form) => {
    const description = String(new FormData(form).get("description")).replaceAll("\r\n", "\n");
    const before = /** @type {HTMLTextAreaElement | null} */ (cardDialog.body.querySelector("#edit-description"))?.defaultValue ?? "";
    restoreDescription(cardDialog, description, before);
  },
  "label": (cardDialog, form, submitter) => {
    const data = new FormData(form);
    const id = String(data.get("label") ?? "");
    const named = { name: visibleText(String(data.get("name"))), color: String(data.get("color")) };
    if (submitter?.value === "delete") cardDialog.page.commands.issue("label.delete", id, { id });
    else if (id) cardDialog.page.commands.issue("label.update", id, { id, ...named });
    else createLabel(cardDialog, named);
    form.reset();
    const fold = form.closest("details");
    if (fold) fold.open = false;
  },
  "card-move": (cardDialog, form) => {
    const data = new FormData(form);
    moveCard(cardDialog.page, cardDialog.cardId, String(data.get("column")), data.get("position") === "top" ? null : undefined);
  },
  "card-file": (cardDialog, form, submitter) => {
    const fileId = String(new FormData(form).get("file"));
    const row = form.closest("[data-row]");
    row?.setAttribute("aria-busy", "true");
    if (submitter?.value === "detach") cardDialog.files.detach(fileId, row?.querySelector("[data-file]")?.getAttribute("title") ?? "");
    else updateCard(cardDialog.page, cardDialog.cardId, { coverFileId: submitter?.value === "cover" ? fileId : null }, cardDialog.version);
  },
  "card-archive": (cardDialog) => { const id = cardDialog.cardId; cardDialog.close(); archiveCard(cardDialog.page, id); },
  "card-delete": (cardDialog) => { const id = cardDialog.cardId; cardDialog.close(); deleteCard(cardDialog.page, id); },
  "card-restore": (cardDialog) => restoreCard(cardDialog.page, cardDialog.cardId),
};

/** Creates a label and puts it on the open card. @param {CardDialog} cardDialog @param {{ name: string, color: string }} named */
function createLabel(cardDialog, named) {
  const { page, cardId, version } = cardDialog;
  const id = uuid7();
  const chosen = [.../** @type {NodeListOf<HTMLInputElement>} */ (cardDialog.body.querySelectorAll("[name=labels]:checked"))].map(
    (box) => box.value,
  );
  page.commands.issue("label.create", id, { id, projectId: page.projectId, ...named });
  updateCard(page, cardId, { labelIds: [...chosen, id] }, version);
}

/** @param {CardDialog} cardDialog @param {string} description @param {string} before */
function restoreDescription({ page, cardId: id, version }, description, before) {
  const text = gettext("Earlier description restored");
  page.commands.issue("card.update", id, { id, description }, { version, description: before }, { text });
}

/** Resets and closes a form. @param {CardDialog} cardDialog @param {Element} button */
function cancel(cardDialog, button) {
  const form = button.closest("form");
  form?.reset();
  showLocalDates(form ?? cardDialog.body);
  if (form) dropDrafts(cardDialog, form);
  const fold = button.closest("details");
  if (!fold) return;
  fold.open = false;
  fold.querySelector("summary")?.focus();
}

/** @param {HTMLFormElement} form @param {string} text */
function showError(form, text) {
  const error = form.querySelector("[data-error]");
  if (error) error.textContent = text;
  const field = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("due_at"));
  field?.closest(".field")?.classList.toggle("is-invalid", Boolean(text));
  field?.setAttribute("aria-invalid", String(Boolean(text)));
  if (text) field?.focus();
}
