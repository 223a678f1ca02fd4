/** Holds what is typed while a field is being fetched, and then puts it into the field. */

/**
 * @param {string[]} [last] keys that end what is typed, such as Enter, and are then given to the field
 * @returns {() => void} ends it: the text goes to the field that has the focus
 */
export function holdKeys(last = []) {
  let text = "";
  let end = "";
  const holding = new AbortController();
  document.addEventListener("keydown", (event) => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
    if (end) return;
    if (last.includes(key)) end = key;
    else if (key.length === 1) text += key;
    else if (key === "Backspace") text = text.slice(0, -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true, signal: holding.signal });
  return () => {
    holding.abort();
    const field = document.activeElement;
    if (text && isField(field)) insertText(field, text);
    if (end) field?.dispatchEvent(new KeyboardEvent("keydown", { key: end, bubbles: true, cancelable: true }));
  };
}

/** @param {EventTarget | null} node @returns {node is HTMLInputElement | HTMLTextAreaElement} */
export function isField(node) {
  return node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement;
}

/** @param {HTMLInputElement | HTMLTextAreaElement} field @param {string} text */
export function insertText(field, text) {
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}
