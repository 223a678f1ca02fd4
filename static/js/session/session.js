/** Has signed_out.js find out whether the page's person is still signed in, when there is a reason to doubt it. */

import { importWithRetry } from "../page/lazy_assets.js";
import { pageOwner } from "../page/requests.js";

const PAUSE_MS = 5_000;
/** The end of the session is expected within this time after somebody has pressed "Sign out". */
const LEAVING_MS = 30_000;

export function watchSession() {
  if (!pageOwner()) return;
  let checked = Date.now();
  const hasLeft = watchSigningOut();
  const check = (doubted = true) => {
    if (doubted && hasLeft()) return;
    importWithRetry(() => import("./signed_out.js")).then(({ checkSession }) => checkSession(doubted)).catch(reportError);
  };
  const look = () => {
    if (document.hidden || Date.now() < checked + PAUSE_MS) return;
    checked = Date.now();
    check(false);
  };
  document.addEventListener("kr:session-doubt", () => check());
  document.addEventListener("kr:signed-out", () => { checked = 0; });
  document.addEventListener("visibilitychange", look);
  for (const type of ["focus", "online"]) addEventListener(type, look);
  // Shown again from the browser's cache.
  addEventListener("pageshow", (event) => { if (event.persisted) check(false); });
}

/**
 * Whoever signs out leaves nothing on the screen: the browser's other tabs go to the sign-in page once the session has ended.
 * @returns {() => boolean} whether an end of the session is somebody's wish, at which this tab leaves too
 */
function watchSigningOut() {
  const tabs = new BroadcastChannel("kr:signing-out");
  let [here, elsewhere] = [-LEAVING_MS, -LEAVING_MS];
  tabs.addEventListener("message", () => { elsewhere = performance.now(); });
  document.addEventListener("submit", ({ target }) => {
    if (!(/** @type {Element} */ (target).matches("[data-sign-out]"))) return;
    here = performance.now();
    tabs.postMessage("");
  });
  return () => {
    const since = performance.now() - LEAVING_MS;
    if (elsewhere > since) location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
    return Math.max(here, elsewhere) > since;
  };
}
