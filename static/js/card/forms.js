/** The forms of an open card: they work without script, and with it they are commands. */

import { gettext } from "../page/i18n.js";
import { uuid7 } from "../page/uuid7.js";
import { archiveCard, deleteCard, moveCard, restoreCard, updateCard } from "../board/commands/cards.js";
import { COMMENT_FORMS } from "./comments.js";
import { instantOf, localDates } from "./dates.js";
import { LIST_FORMS } from "./checklists.js";

/** @typedef {import("./dialog").Sheet} Sheet */
/** What a form does; false where it has to stay open. @typedef {(sheet: Sheet, form: HTMLFormElement, submitter: HTMLButtonElement | null) => boolean | void} Act */

/** @param {Sheet} sheet */
export function watchForms(sheet) {
  sheet.dialog.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const act = FORMS[form.dataset.form ?? ""];
    if (!act) return;
    event.preventDefault();
    if (act(sheet, form, /** @type {HTMLButtonElement | null} */ (event.submitter)) === false) return;
    for (const field of form.elements) field.removeAttribute("data-typed");
    /** @type {HTMLElement | null} */ ((form.closest(".fold") ? null : form.closest("[popover]")))?.hidePopover();
    sheet.paint();
  });
  sheet.dialog.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-action=sheet-cancel]");
    if (button) cancel(sheet, button);
  });
}

/** @type {Record<string, Act>} */
const FORMS = {
  ...COMMENT_FORMS,
  ...LIST_FORMS,
  "card-update": (sheet, form) => {
    const covered = String(new FormData(form).get("fields"));
    if (covered.includes("description")) return sheet.editor.save();
    const data = new FormData(form);
    const fields = covered === "labels" ? { labelIds: data.getAll("labels") } : { assigneeIds: data.getAll("assignees") };
    updateCard(sheet.page, sheet.cardId, fields, sheet.version);
    return undefined;
  },
  "card-dates": (sheet, form, submitter) => {
    const [startAt, dueAt] = [instantOf(form, "start_at"), submitter?.name === "clear" ? null : instantOf(form, "due_at")];
    const wrong = Boolean(startAt && dueAt && dueAt < startAt);
    tellError(form, wrong ? gettext("The due date lies before the start.") : "");
    if (wrong) return false;
    updateCard(sheet.page, sheet.cardId, { startAt, dueAt }, sheet.version);
    return undefined;
  },
  "card-done": (sheet, _form, submitter) => {
    updateCard(sheet.page, sheet.cardId, { doneAt: submitter?.value === "1" ? new Date().toISOString() : null }, sheet.version);
  },
  "card-watch": (sheet, _form, submitter) => {
    sheet.page.changes.issue(`card.${submitter?.value}`, sheet.cardId, { id: sheet.cardId });
  },
  "description-restore": (sheet, form) => {
    const description = String(new FormData(form).get("description")).replaceAll("\r\n", "\n");
    const before = /** @type {HTMLTextAreaElement | null} */ (sheet.body.querySelector("#edit-description"))?.defaultValue ?? "";
    restoreText(sheet, description, before);
  },
  "label": (sheet, form, submitter) => {
    const data = new FormData(form);
    const id = String(data.get("label") ?? "");
    const named = { name: String(data.get("name")).trim(), color: String(data.get("color")) };
    if (submitter?.value === "delete") sheet.page.changes.issue("label.delete", id, { id });
    else if (id) sheet.page.changes.issue("label.update", id, { id, ...named });
    else createLabel(sheet, named);
    form.reset();
    const fold = form.closest("details");
    if (fold) fold.open = false;
  },
  "card-move": (sheet, form) => {
    const data = new FormData(form);
    moveCard(sheet.page, sheet.cardId, String(data.get("column")), data.get("position") === "top" ? null : undefined);
  },
  "card-file": (sheet, form, submitter) => {
    const fileId = String(new FormData(form).get("file"));
    const row = form.closest("[data-row]");
    row?.setAttribute("aria-busy", "true");
    if (submitter?.value === "detach") sheet.files.detach(fileId, row?.querySelector("[data-file]")?.getAttribute("title") ?? "");
    else updateCard(sheet.page, sheet.cardId, { coverFileId: submitter?.value === "cover" ? fileId : null }, sheet.version);
  },
  "card-archive": (sheet) => { const id = sheet.cardId; sheet.close(); archiveCard(sheet.page, id); },
  "card-delete": (sheet) => { const id = sheet.cardId; sheet.close(); deleteCard(sheet.page, id); },
  "card-restore": (sheet) => restoreCard(sheet.page, sheet.cardId),
};

/** A new label is for the card that is open. @param {Sheet} sheet @param {{ name: string, color: string }} named */
function createLabel(sheet, named) {
  const { page, cardId, version } = sheet;
  const id = uuid7();
  const chosen = [.../** @type {NodeListOf<HTMLInputElement>} */ (sheet.body.querySelectorAll("[name=labels]:checked"))].map((box) => box.value);
  page.changes.issue("label.create", id, { id, projectId: page.projectId, ...named });
  updateCard(page, cardId, { labelIds: [...chosen, id] }, version);
}

/** @param {Sheet} sheet @param {string} description @param {string} before */
function restoreText({ page, cardId: id, version }, description, before) {
  const text = gettext("The description is an earlier one again.");
  page.changes.issue("card.update", id, { id, description }, { version, description: before }, { text });
}

/** Folded up, and as it was. @param {Sheet} sheet @param {Element} button */
function cancel(sheet, button) {
  const form = button.closest("form");
  form?.reset();
  localDates(form ?? sheet.body);
  for (const field of form?.elements ?? []) {
    field.removeAttribute("data-typed");
    const { draft } = /** @type {HTMLElement} */ (field).dataset;
    if (draft) sheet.drafts.drop(sheet.cardId, draft);
  }
  const fold = button.closest("details");
  if (!fold) return;
  fold.open = false;
  fold.querySelector("summary")?.focus();
}

/** @param {HTMLFormElement} form @param {string} text */
function tellError(form, text) {
  const error = form.querySelector("[data-error]");
  if (error) error.textContent = text;
  const field = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("due_at"));
  field?.closest(".field")?.classList.toggle("is-invalid", Boolean(text));
  field?.setAttribute("aria-invalid", String(Boolean(text)));
  if (text) field?.focus();
}
