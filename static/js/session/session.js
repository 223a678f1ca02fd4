/** Has signed_out.js find out whether the page's person is still signed in, when there is a reason to doubt it. */

import { importWithRetry } from "../page/lazy_assets.js";
import { pageOwner } from "../page/requests.js";

const PAUSE_MS = 5_000;

export function watchSession() {
  if (!pageOwner()) return;
  let checked = Date.now();
  const check = (doubted = true) => {
    // Somebody has signed out (signing_out.js).
    const { leaving } = document.documentElement.dataset;
    if (doubted && leaving) location.assign(leaving);
    if (doubted && leaving !== undefined) return;
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
