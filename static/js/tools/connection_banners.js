/** Banners about the connection: that the page is offline, and that it polls because the network lets no WebSocket through. */

import { announce } from "../page/announce.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { safeStorage } from "../page/storage.js";

const READ = "kr:delayed-read";

/** @param {boolean} isOffline @param {number} queued number of commands that wait for the connection */
export function showOffline(isOffline, queued) {
  const banner = document.getElementById("offline");
  const text = banner?.querySelector("[data-text]");
  if (!banner || !text) return;
  text.textContent = offlineText(queued);
  if (isOffline && banner.hidden) announce(text.textContent);
  banner.hidden = !isOffline;
}

/** Shows the banner about polling until it is read. @param {import("../board/page").BoardPage} page */
export function watchPolling(page) {
  const banner = document.getElementById("delayed");
  if (!banner) return;
  const seen = safeStorage("sessionStorage");
  const show = () => { banner.hidden = !page.socket.isPolling || seen.getItem(READ) !== null; };
  page.root.addEventListener("kr:connection", (event) => { if (/** @type {CustomEvent} */ (event).detail) show(); });
  banner.querySelector("[data-read]")?.addEventListener("click", () => { seen.setItem(READ, "1"); show(); page.root.focus(); });
  if (page.room.isJoined) show();
}

/** @param {number} queued */
function offlineText(queued) {
  if (!queued) return gettext("You’re offline. Keep working: changes will be sent when you’re back.");
  const text = ngettext(
    "You’re offline. Keep working — %(n)s change will be sent when you’re back.",
    "You’re offline. Keep working — %(n)s changes will be sent when you’re back.",
    queued,
  );
  return fill(text, { n: queued });
}
