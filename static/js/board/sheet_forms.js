/** The forms of an open card: they work without script, and with it they are commands. */

import { archiveCard, deleteCard, moveCard, placeOf, restoreCard, updateCard } from "./commands.js";
import { cardNode } from "./dom.js";

/** @typedef {import("./sheet").Sheet} Sheet */

/** @param {Sheet} sheet */
export function watchForms(sheet) {
  sheet.dialog.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const act = FORMS[form.dataset.form ?? ""];
    if (!act) return;
    event.preventDefault();
    /** @type {HTMLElement | null} */ (form.closest("[popover]"))?.hidePopover();
    act(sheet, form, /** @type {HTMLButtonElement | null} */ (event.submitter));
  });
}

/** @type {Record<string, (sheet: Sheet, form: HTMLFormElement, submitter: HTMLButtonElement | null) => void>} */
const FORMS = {
  "card-update": (sheet, form, submitter) => {
    const covered = String(new FormData(form).get("fields")).split(" ");
    if (covered.includes("description")) sheet.editor.save(form);
    else updateCard(sheet.page, sheet.cardId, picked(form, covered[0], submitter), sheet.version);
  },
  "card-move": (sheet, form) => {
    const data = new FormData(form);
    const card = cardNode(sheet.cardId);
    const after = data.get("position") === "top" ? null : undefined;
    moveCard(sheet.page, sheet.cardId, String(data.get("column")), after, card ? placeOf(card) : undefined);
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

/** What a picker's form says, as the wire wants it. @param {HTMLFormElement} form @param {string} field @param {HTMLButtonElement | null} submitter */
function picked(form, field, submitter) {
  const data = new FormData(form);
  if (field === "labels") return { labelIds: data.getAll("labels") };
  if (field === "assignees") return { assigneeIds: data.getAll("assignees") };
  const local = String(data.get("due_at") ?? "");
  return { dueAt: submitter?.name === "clear" || !local ? null : new Date(local).toISOString() };
}

/** The server prints UTC; people set dates on their own clock. @param {ParentNode} body */
export function localDates(body) {
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (body.querySelectorAll("input[data-utc]"))) {
    const at = new Date(field.dataset.utc || NaN);
    if (Number.isNaN(at.getTime())) continue;
    field.value = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }
}
