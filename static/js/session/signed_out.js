/**
 * Finds out who is signed in. If it is not the page's person any more, it says so in one sentence and has them sign in again in
 * place. Then the page goes on: kr:signed-in lets requests and sockets start again, after kr:signed-out has stopped the sockets.
 */

import "../page/first_load.js";
import { backoff } from "../page/backoff.js";
import { csrfToken } from "../page/csrf.js";
import { pageOwner } from "../page/requests.js";
import { hideNotice, showNotice } from "./signed_out_notice.js";

/** @typedef {{ id: string, displayName: string }} Someone */

/** Tabs of one browser share the session, and so the news. */
const tabs = new BroadcastChannel("kr:session");
/** @type {Promise<void> | null} */
let checking = null;
let isDoubted = false;
let isOut = false;
let attempt = 0;

tabs.addEventListener("message", () => checkSession(false));
// A form that is sent now would end at the sign-in page, without what was typed.
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!isOut || form.method !== "post" || event.defaultPrevented) return;
  event.preventDefault();
  document.querySelector("#signed-out button")?.dispatchEvent(new MouseEvent("click"));
});

/** @param {boolean} doubted a request or a socket was refused, and waits for kr:signed-in */
export function checkSession(doubted) {
  isDoubted ||= doubted;
  checking ??= check().finally(() => { checking = null; });
  return checking;
}

async function check() {
  const someone = await whoIsSignedIn();
  if (someone === undefined) later();
  else if (someone?.id === pageOwner()) await goOn();
  else stop(someone);
}

/** @returns {Promise<Someone | null | undefined>} null if nobody is signed in, undefined if the server cannot be asked */
async function whoIsSignedIn() {
  try {
    const response = await fetch("/api/v1/me", { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (response.status === 401) return null;
    if (!response.ok) return undefined;
    // A proxy's own sign-in page is no JSON.
    return await response.json().catch(() => null);
  } catch {
    return undefined;
  }
}

/** Asks again after a while. Focus, "online" and other tabs make it sooner. */
function later() {
  if (isDoubted) setTimeout(() => checkSession(false), 1_000 + backoff(attempt++));
}

async function goOn() {
  if (!isDoubted && !isOut) return;
  // Refused although signed in: slower each time.
  if (!isOut) await new Promise((done) => { setTimeout(done, backoff(attempt++)); });
  else { attempt = 0; tabs.postMessage(""); }
  isDoubted = isOut = false;
  hideNotice();
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=csrfmiddlewaretoken]"))) {
    field.value = csrfToken();
  }
  document.dispatchEvent(new Event("kr:signed-in"));
}

/** @param {Someone | null} someone */
function stop(someone) {
  isOut = true;
  document.dispatchEvent(new Event("kr:signed-out"));
  showNotice(someone?.displayName ?? "", () => checkSession(false));
}
