/** Shows a card's history below its button and refreshes it while the card is open over the board. */

import "../page/first_load.js";
import { formatTimes } from "../page/time.js";
import { fetchEntries } from "./fetch_entries.js";

/** Opens the history, or closes it when it is open. @param {HTMLElement} button */
export async function toggleHistory(button) {
  const open = button.parentElement?.querySelector("[data-history]");
  if (open) { open.remove(); setExpanded(button, false); return; }
  const box = document.createElement("div");
  // "local" keeps the box when the rest of the card is patched.
  Object.assign(box.dataset, { history: "", local: "" });
  button.after(box);
  refreshOnEvents(button, box);
  await load(button, box);
}

/** @param {HTMLElement} button @param {boolean} open */
function setExpanded(button, open) {
  if (button.getAttribute("aria-expanded") !== String(open)) button.setAttribute("aria-expanded", String(open));
}

/** @param {HTMLElement} button @param {HTMLElement} box */
async function load(button, box) {
  const { items } = await fetchEntries(button.dataset.url ?? "", new URLSearchParams());
  box.replaceChildren(...items);
  formatTimes(box);
}

/** @param {HTMLElement} button @param {HTMLElement} box */
function refreshOnEvents(button, box) {
  const watching = new AbortController();
  setExpanded(button, true);
  // A patch resets the button to the server's markup, where it is not expanded.
  const patches = new MutationObserver(() => setExpanded(button, box.isConnected));
  patches.observe(button, { attributes: true, attributeFilter: ["aria-expanded"] });
  document.querySelector("kr-board")?.addEventListener("kr:event", (event) => {
    if (!box.isConnected) { watching.abort(); patches.disconnect(); return; }
    const { payload } = /** @type {CustomEvent} */ (event).detail.event;
    if (String(payload?.number) === button.dataset.number) load(button, box).catch(() => undefined);
  }, { signal: watching.signal });
}
