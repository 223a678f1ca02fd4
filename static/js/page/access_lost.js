/** Shows a dialog when the user lost access to the project. */

import { gettext } from "./i18n.js";

/** @param {string} text */
export function showAccessLost(text) {
  if (document.getElementById("gone")) return;
  const dialog = Object.assign(document.createElement("dialog"), { id: "gone", className: "dialog" });
  dialog.setAttribute("role", "alertdialog");
  dialog.setAttribute("aria-labelledby", "gone-text");
  const words = Object.assign(document.createElement("p"), { id: "gone-text", className: "dialog__text", textContent: text });
  const foot = Object.assign(document.createElement("footer"), { className: "dialog__foot" });
  foot.append(
    Object.assign(document.createElement("a"), {
      className: "btn btn--solid",
      href: "/projects",
      textContent: gettext("All projects"),
    }),
  );
  dialog.append(words, foot);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
}
