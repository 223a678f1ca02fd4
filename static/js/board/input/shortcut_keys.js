/** Maps key events to shortcut keys on any keyboard layout, and stores if one-letter shortcuts are on. */

import { gettext } from "../../page/i18n.js";
import { safeStorage } from "../../page/storage.js";

const SWITCH = "kr:single-keys";
/** @type {Record<string, string>} */
const BRACKETS = { BracketLeft: "[", BracketRight: "]" };

/** The key of an event: "m" for the M key, with a Russian layout too. @param {Pick<KeyboardEvent, "key" | "code">} event */
export function keyOf({ key, code }) {
  if (key.length !== 1 || (key >= " " && key <= "~")) return key.length === 1 ? key.toLowerCase() : key;
  if (code?.startsWith("Key")) return code.slice(3).toLowerCase();
  return BRACKETS[code] ?? key;
}

export function singleKeysEnabled() {
  return safeStorage().getItem(SWITCH) !== "off";
}

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
