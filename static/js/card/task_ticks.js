/** Tasks in the description and in own comments of an open card. Ticking one changes its mark in the text. */

import { differInMarks, isTicked, withMark } from "../texts/task_marks.js";

/** @typedef {import("./dialog").CardDialog} CardDialog */
/** @typedef {{ type: string, field: "description" | "text", id: string, saved: string, editable: boolean }} Source */

export class TaskTicks {
  /** Texts with ticks that the rendered text does not have yet. @type {Map<string, { saved: string, text: string }>} */
  #sent = new Map();

  /** @param {CardDialog} cardDialog */
  constructor(cardDialog) {
    this.cardDialog = cardDialog;
    cardDialog.dialog.addEventListener("change", (event) => {
      const box = /** @type {HTMLInputElement} */ (event.target);
      if (box.matches(".prose input[data-at]")) this.#tick(box);
    });
    cardDialog.page.root.addEventListener("kr:failed", () => this.#sent.clear());
  }

  /** Enables the boxes of texts that the user may edit. Runs after the dialog was rendered. */
  prepare() {
    const { body, page } = this.cardDialog;
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (body.querySelectorAll(".prose input[data-at]"))) {
      const source = this.#source(box);
      if (source && this.#sent.get(source.id)?.saved !== source.saved) this.#sent.delete(source.id);
      box.disabled = !source?.editable || !page.canWrite;
    }
  }

  /** @param {HTMLInputElement} box */
  #tick(box) {
    const source = this.#source(box);
    if (!source) return;
    const { page } = this.cardDialog;
    const { type, field, id, saved } = source;
    const before = this.#latest(source);
    const text = withMark(before, Number(box.dataset.at), box.checked);
    if (text === null || text === before) return;
    const seen = field === "description" ? { version: this.cardDialog.version, description: before } : undefined;
    this.#sent.set(id, { saved, text });
    page.commands.issue(type, id, { id, [field]: text }, seen);
    this.cardDialog.showPending();
  }

  /** The text with the user's own ticks that are on their way. @param {Source} source */
  #latest({ type, field, id, saved }) {
    const waiting = this.cardDialog.pending().findLast((entry) => entry.type === type && entry.entity === id && field in entry.payload);
    return waiting?.payload[field] ?? this.#sent.get(id)?.text ?? saved;
  }

  /** @param {HTMLInputElement} box @returns {Source | null} */
  #source(box) {
    const comment = /** @type {HTMLElement | null} */ (box.closest(".comment"));
    if (comment) {
      const { id = "", text = "" } = comment.dataset;
      const editable = comment.querySelector("[data-form=comment-update]") !== null;
      return { type: "comment.update", field: "text", id, saved: text, editable };
    }
    const field = /** @type {HTMLTextAreaElement | null} */ (this.cardDialog.body.querySelector("#edit-description"));
    if (!field || !box.closest(".sheet__read")) return null;
    return { type: "card.update", field: "description", id: this.cardDialog.cardId, saved: field.defaultValue, editable: true };
  }
}

/**
 * Shows a text that differs from the rendered one in marks of tasks alone, and returns whether it does.
 * @param {Element} shown
 * @param {string | undefined} saved the rendered text
 * @param {string} text
 */
export function showTicks(shown, saved, text) {
  if (shown.hasAttribute("data-plain") || (saved !== text && !differInMarks(saved, text))) return false;
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (shown.querySelectorAll("input[data-at]"));
  const signs = [...text];
  for (const box of boxes) box.checked = isTicked(signs, Number(box.dataset.at));
  return boxes.length > 0;
}
