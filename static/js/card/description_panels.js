/** Panels of a card's description: the preview and the earlier versions. */

import { gettext } from "../page/i18n.js";
import { request } from "../page/requests.js";
import { setUserHTML, trusted } from "../page/trusted_html.js";
import { formatTimes } from "../page/time.js";
import { toast } from "../page/toasts.js";

/** The card dialog, or the card's own page. @typedef {{ dialog: HTMLElement, page: { url: string } }} PanelHost */

const TYPING_MS = 300;

/** @param {PanelHost} host */
export function watchDescriptionPanels(host) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  host.dialog.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-action]"));
    const act = button && ACTIONS[button.dataset.action ?? ""];
    if (!act) return;
    event.preventDefault();
    act(host, button);
  });
  // An open preview follows what is typed.
  host.dialog.addEventListener("input", (event) => {
    const form = /** @type {HTMLElement} */ (event.target).closest("form");
    if (!form?.querySelector("[data-preview]:not([hidden])")) return;
    clearTimeout(timer);
    timer = setTimeout(() => preview(host, form), TYPING_MS);
  });
}

/** @type {Record<string, (host: PanelHost, button: HTMLElement) => void>} */
const ACTIONS = {
  "write": (_host, button) => { switchTo(button, false); button.closest("form")?.querySelector("textarea")?.focus(); },
  "preview": (host, button) => { switchTo(button, true); preview(host, /** @type {HTMLFormElement} */ (button.closest("form"))); },
  "descriptions": (_host, button) => toggleVersions(button),
  "descriptions-older": (_host, link) => moreVersions(/** @type {HTMLAnchorElement} */ (link)),
};

/** @param {HTMLElement} button @param {boolean} on */
function switchTo(button, on) {
  const form = /** @type {HTMLElement} */ (button.closest("form"));
  for (const each of form.querySelectorAll("[data-action=write], [data-action=preview]")) {
    each.setAttribute("aria-pressed", String((/** @type {HTMLElement} */ (each).dataset.action === "preview") === on));
  }
  /** @type {HTMLElement} */ (form.querySelector("[data-preview]")).hidden = !on;
  /** @type {HTMLElement} */ (form.querySelector("textarea")).hidden = on;
}

/** @param {PanelHost} host @param {HTMLFormElement} form */
async function preview(host, form) {
  const box = /** @type {HTMLElement} */ (form.querySelector("[data-preview]"));
  const text = form.querySelector("textarea")?.value ?? "";
  if (!text.trim()) { box.replaceChildren(gettext("Nothing written yet.")); return; }
  try {
    box.replaceChildren(await fetchFragment(`${host.page.url}/preview`, { method: "POST", body: new URLSearchParams({ text }) }));
  } catch {
    box.replaceChildren(gettext("Preview is unavailable: the server can’t be reached."));
  }
}

/** @param {HTMLElement} button */
async function toggleVersions(button) {
  const section = /** @type {HTMLElement} */ (button.closest("section"));
  const open = section.querySelector("[data-versions]");
  button.setAttribute("aria-expanded", String(!open));
  if (open) { open.remove(); return; }
  const box = document.createElement("div");
  Object.assign(box.dataset, { versions: "", local: "" });
  section.append(box);
  await load(box, `${button.dataset.url}`);
}

/** @param {HTMLAnchorElement} link */
async function moreVersions(link) {
  const box = /** @type {HTMLElement} */ (link.closest("[data-versions]"));
  link.parentElement?.remove();
  await load(box, `${link.getAttribute("href")}&part`);
}

/** @param {HTMLElement} box @param {string} url */
async function load(box, url) {
  try {
    box.append(await fetchFragment(url));
    formatTimes(box);
  } catch {
    box.remove();
    toast({ text: gettext("The versions couldn’t be loaded."), kind: "bad" });
  }
}

/** Fetches rendered HTML with user text in it. @param {string} url @param {{ method: string, body: URLSearchParams }} [how] */
async function fetchFragment(url, how) {
  const response = await request(url, how);
  if (!response.ok) throw new Error(`${response.status}`);
  const content = trusted(await response.text());
  for (const prose of content.querySelectorAll(".prose")) await setUserHTML(prose, /** @type {Element} */ (prose.cloneNode(true)));
  return document.importNode(content, true);
}
