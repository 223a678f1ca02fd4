/** The emoji picker: sixty emoji to choose from, and a field for any other. */

import "../board/first_load.js";
import { placeInWindow } from "../board/input/menus.js";
import { find } from "./queries.js";

const EMOJI = [
  ..."👍 👎 👏 🙌 🙏 💪 👌 ✌️ 🤝 👋 ❤️ 🔥 🎉 🚀 ⭐ 💯 ✅ ❌ ❓ ❗".split(" "),
  ..."😀 😄 😂 🙂 😉 😍 😎 🤔 😐 🙄 😅 😭 😢 😡 😱 🥳 😴 🤯 🤷 🙈".split(" "),
  ..."👀 💡 📌 📎 ✏️ 🐛 🧪 🔧 🔒 📦 📈 📉 ⏰ 📅 ☕ 🍕 🍰 🌱 ⚡ 🐢".split(" "),
];
const ROW = 8;

/** @param {import("./chat").Chat} chat @param {HTMLElement} by @param {(emoji: string) => void} take */
export function openPicker(chat, by, take) {
  const picker = find(chat.root, "#emoji-picker");
  const grid = find(picker, "[data-emojis]");
  const form = /** @type {HTMLFormElement} */ (find(picker, "form"));
  const own = /** @type {HTMLInputElement} */ (find(form, "input"));
  if (!grid.childElementCount) grid.append(...EMOJI.map(button));
  const chosen = (/** @type {string} */ emoji) => { picker.hidePopover(); if (emoji) take(emoji); };
  own.value = "";
  grid.onclick = (event) => {
    const pressed = /** @type {Element} */ (event.target).closest("button");
    if (pressed) chosen(pressed.textContent ?? "");
  };
  form.onsubmit = (event) => { event.preventDefault(); chosen(own.value.trim()); };
  picker.onkeydown = (event) => moveFocus(grid, event);
  picker.ontoggle = (event) => {
    if (
      /** @type {ToggleEvent} */ (event).newState === "closed" &&
      (picker.contains(document.activeElement) || document.activeElement === document.body)
    )
      {by.focus();}
  };
  picker.showPopover();
  placeInWindow(picker, by.getBoundingClientRect());
  /** @type {HTMLElement} */ (grid.firstElementChild).focus();
}

/** @param {string} emoji @param {number} i */
function button(emoji, i) {
  return Object.assign(document.createElement("button"), { type: "button", textContent: emoji, tabIndex: i ? -1 : 0 });
}

/** @param {HTMLElement} grid @param {KeyboardEvent} event */
function moveFocus(grid, event) {
  event.stopPropagation();
  const all = /** @type {HTMLElement[]} */ ([...grid.children]);
  const at = all.indexOf(/** @type {HTMLElement} */ (event.target));
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -ROW, ArrowDown: ROW }[event.key];
  const next = at >= 0 && step ? all[at + step] : undefined;
  if (!next) return;
  event.preventDefault();
  for (const each of all) each.tabIndex = each === next ? 0 : -1;
  next.focus();
}
