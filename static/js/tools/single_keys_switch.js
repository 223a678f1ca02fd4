/** The switch for one-letter shortcuts, in the dialog that lists them. */

import { singleKeysEnabled, SWITCH } from "../board/input/shortcut_keys.js";
import { gettext } from "../page/i18n.js";
import { safeStorage } from "../page/storage.js";

/** Adds the switch to the shortcuts dialog. Speech input and accidental key presses can make one-letter shortcuts a problem. */
export function addSingleKeysSwitch() {
  const dialog = document.getElementById("shortcuts");
  if (!dialog || dialog.querySelector("[data-action=single-keys]")) return;
  const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "tick", checked: singleKeysEnabled() });
  box.dataset.action = "single-keys";
  box.addEventListener("change", () => safeStorage().setItem(SWITCH, box.checked ? "on" : "off"));
  const label = Object.assign(document.createElement("label"), { className: "check" });
  label.append(box, ` ${gettext("One-letter shortcuts")}`);
  dialog.append(label);
}
