/** The theme: light, dark or the system's. Stored in a cookie, so that the server renders the next page with it. */

import "./first_load.js";
import { sendJson } from "./requests.js";

const YEAR = 365 * 24 * 3600;

/** @param {HTMLElement} button */
export function chooseTheme(button) {
  const theme = button.dataset.themeValue ?? "system";
  show(theme);
  remember(theme);
  if (document.getElementById("user-menu")) sendJson("PATCH", "/api/v1/me", { theme }).catch(() => undefined);
}

/** @param {string} theme */
function show(theme) {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset.theme;
  else dataset.theme = theme;
  for (const other of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-action=theme]"))) {
    other.setAttribute("aria-pressed", String(other.dataset.themeValue === theme));
  }
}

/** @param {string} theme */
function remember(theme) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const age = theme === "system" ? 0 : YEAR;
  const name = document.documentElement.dataset.themeCookie;
  document.cookie = `${name}=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
}
