/** Derives a new project's key from its name until the user types one. */

import "./first_load.js";
import { request } from "./requests.js";
import { isTyped } from "../texts/typed.js";

const TYPING_MS = 250;

/** @param {HTMLFormElement} form with `data-key-url` */
export function deriveKeyFromName(form) {
  const name = /** @type {HTMLInputElement} */ (form.elements.namedItem("name"));
  const key = /** @type {HTMLInputElement} */ (form.elements.namedItem("key"));
  let typing = 0;
  let own = key.value !== "";
  key.addEventListener("input", () => { own = key.value !== ""; });
  const derive = () => {
    clearTimeout(typing);
    typing = window.setTimeout(async () => {
      const derived = await requestKey(form.dataset.keyUrl ?? "", name.value);
      if (!own && derived !== null) key.value = derived;
    }, TYPING_MS);
  };
  name.addEventListener("input", derive);
  if (isTyped(name)) derive();
}

/** @param {string} url @param {string} name @returns {Promise<string | null>} null if the server cannot be reached */
async function requestKey(url, name) {
  try {
    const response = await request(`${url}?${new URLSearchParams({ name })}`);
    return response.ok ? (await response.json()).key : null;
  } catch {
    return null;
  }
}
