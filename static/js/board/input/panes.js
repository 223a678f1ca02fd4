/** Shows board and chat side by side, or one at a time on a small screen. */

const NARROW = "(max-width: 1100px)";

/** @param {boolean} [open] toggles if not given */
export function toggleChat(open) {
  const app = /** @type {HTMLElement | null} */ (document.querySelector(".app"));
  if (!app || !document.getElementById("chat")) return;
  const shown = matchMedia(NARROW).matches ? app.dataset.pane === "chat" : app.dataset.chat !== "closed";
  const show = open ?? !shown;
  if (matchMedia(NARROW).matches) showPane(show ? "chat" : "board");
  else if (show) delete app.dataset.chat;
  else app.dataset.chat = "closed";
  if (show) /** @type {HTMLElement | null} */ (document.querySelector("#chat textarea"))?.focus();
}

/** @param {string} pane */
export function showPane(pane) {
  const app = /** @type {HTMLElement | null} */ (document.querySelector(".app"));
  if (app) app.dataset.pane = pane;
  for (const tab of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-action=pane]"))) {
    if (tab.dataset.pane === pane) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}
