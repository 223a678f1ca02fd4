/** Ctrl+Enter (Cmd+Enter on a Mac) sends the form of a field. In a field of several lines, Enter alone breaks the line. */

import { isCommand } from "./keys.js";

export function watchCtrlEnter() {
  document.addEventListener("keydown", (event) => {
    const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (event.target);
    if (event.key !== "Enter" || !isCommand(event) || event.defaultPrevented || !field.matches("textarea, input")) return;
    const { form } = field;
    // A form with a disabled button is on its way already.
    if (form?.method !== "post" || form.querySelector("button:not([type=button])")?.matches(":disabled")) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
