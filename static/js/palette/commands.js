/** What the palette's commands do that are no links. */

import { chooseTheme } from "../page/theme.js";

/** @param {string} what @param {string} words that were typed */
export function runCommand(what, words) {
  if (what === "dark" || what === "light") setTheme(what);
  else if (what === "filter") clickOn("[data-action=filter]");
  else if (what === "shortcuts") /** @type {HTMLDialogElement | null} */ (document.getElementById("shortcuts"))?.showModal();
  else if (what === "card") newCard(words);
}

/** Opens the form for a new card in the first column, with the query as its title. @param {string} words */
function newCard(words) {
  clickOn(".column[data-id] .column__foot [data-action=add-card]");
  const field = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("[data-composer] textarea"));
  if (!field || !words) return;
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {string} selector */
function clickOn(selector) {
  /** @type {HTMLElement | null} */ (document.querySelector(selector))?.click();
}

/** @param {"dark" | "light"} value */
function setTheme(value) {
  const button = document.createElement("button");
  button.dataset.themeValue = value;
  chooseTheme(button);
}

export function isDark() {
  return (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "")) === "dark";
}
