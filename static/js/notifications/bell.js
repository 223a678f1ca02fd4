/** The bell with the live count of unread notifications. */

import "../page/first_load.js";
import { fill, ngettext } from "../page/i18n.js";
import { announce } from "../page/announce.js";
import { importWithRetry } from "../page/lazy_assets.js";
import { request } from "../page/requests.js";
import { watchNotificationList } from "./notification_list.js";

const MOST = 99;

export function startBell() {
  const bell = /** @type {HTMLElement} */ (document.querySelector("[data-bell]"));
  let lines = 0;
  document.addEventListener("kr:user", (event) => {
    const frame = /** @type {CustomEvent} */ (event).detail;
    if (frame.type === "notifications.changed") show(bell, frame.payload.unread);
  });
  // The page comes with its count. After a reconnect it is fetched again.
  document.addEventListener("kr:connection-open", () => { if (lines++) refresh(bell).catch(() => undefined); });
  watchNotificationList(bell);
  if (!document.querySelector("kr-board, [data-live]"))
    {importWithRetry(() => import("./own_socket.js"))
      .then(({ openSocket }) => openSocket())
      .catch(reportError);}
}

/** @param {HTMLElement} bell @param {number} unread */
function show(bell, unread) {
  const count = /** @type {HTMLElement} */ (bell.querySelector("[data-count]"));
  const before = Number.parseInt(count.textContent ?? "", 10) || 0;
  count.textContent = unread > MOST ? `${MOST}+` : String(unread);
  count.hidden = unread === 0;
  if (unread > before) announce(fill(ngettext("%(n)s new notification", "%(n)s new notifications", unread), { n: unread }));
  bell.dispatchEvent(new CustomEvent("kr:unread", { detail: unread }));
}

/** @param {HTMLElement} bell */
async function refresh(bell) {
  const response = await request(bell.dataset.countUrl ?? "");
  if (response.ok) show(bell, (await response.json()).unread);
}
