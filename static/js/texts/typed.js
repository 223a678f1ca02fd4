/** What people type is theirs: no draft and no default replaces it, also if they typed it before the script was ready. */

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** Is the field's content another than the server rendered? @param {Field} field */
export function isTyped(field) {
  if ("options" in field) {
    const chosen = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(0, chosen);
  }
  if ("checked" in field && ["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

/**
 * Puts a draft into a field. What has been typed there by now stays, below the draft, with the caret where it is.
 * @param {HTMLTextAreaElement} field @param {string} draft
 * @returns {boolean} whether something had been typed
 */
export function adopt(field, draft) {
  if (!isTyped(field)) { field.value = draft; return false; }
  if (field.value.includes(draft)) return true;
  const { selectionStart, selectionEnd } = field;
  field.setRangeText(`${draft}\n`, 0, 0);
  field.setSelectionRange(selectionStart + draft.length + 1, selectionEnd + draft.length + 1);
  return true;
}

/** Marks the fields in which something has been typed by now, so that nothing patches them. @param {ParentNode} root */
export function markTyped(root) {
  const fields = /** @type {NodeListOf<Field>} */ (root.querySelectorAll("input, textarea, select"));
  for (const field of fields) if (isTyped(field)) field.dataset.typed = "";
}
