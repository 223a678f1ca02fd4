/** Copies text to the clipboard and shows a notice. */

import "./first_load.js";
import { gettext } from "./i18n.js";
import { toast } from "./toasts.js";

/** @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!copySelection(text)) { toast({ text: gettext("Copying is not allowed here."), kind: "warn" }); return; }
  }
  toast({ text: gettext("Copied"), kind: "ok", ms: 2_500 });
}

/** Copies through a selection: the Clipboard API needs https. @param {string} text */
function copySelection(text) {
  const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus();
  return done;
}
