/** A card's history, under its button; it stays current while the card is open over the board. */

import { tellTimes } from "../page/time.js";
import { fetchDeeds } from "./fetch_entries.js";

/** Opens, or closes again. @param {HTMLElement} button */
export async function toggleHistory(button) {
  const open = button.parentElement?.querySelector("[data-history]");
  if (open) { open.remove(); sayOpen(button, false); return; }
  const box = document.createElement("div");
  // "local": the card's parts may be patched around it.
  Object.assign(box.dataset, { history: "", local: "" });
  button.after(box);
  follow(button, box);
  await fill(button, box);
}

/** @param {HTMLElement} button @param {boolean} open */
function sayOpen(button, open) {
  if (button.getAttribute("aria-expanded") !== String(open)) button.setAttribute("aria-expanded", String(open));
}

/** @param {HTMLElement} button @param {HTMLElement} box */
async function fill(button, box) {
  const { items } = await fetchDeeds(button.dataset.url ?? "", new URLSearchParams());
  box.replaceChildren(...items);
  tellTimes(box);
}

/** @param {HTMLElement} button @param {HTMLElement} box */
function follow(button, box) {
  const watching = new AbortController();
  sayOpen(button, true);
  // Patched, the button is the server's again, which was never pressed.
  const patches = new MutationObserver(() => sayOpen(button, box.isConnected));
  patches.observe(button, { attributes: true, attributeFilter: ["aria-expanded"] });
  document.querySelector("kr-board")?.addEventListener("kr:event", (event) => {
    if (!box.isConnected) { watching.abort(); patches.disconnect(); return; }
    const { payload } = /** @type {CustomEvent} */ (event).detail.event;
    if (String(payload?.number) === button.dataset.number) fill(button, box).catch(() => undefined);
  }, { signal: watching.signal });
}
