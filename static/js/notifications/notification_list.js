/** The notifications page: shows new ones and marks followed ones as read. */

import { request } from "../page/requests.js";
import { trustedPage } from "../page/trusted_html.js";
import { formatTimes } from "../page/time.js";

/** @param {HTMLElement} bell */
export function watchNotificationList(bell) {
  const list = /** @type {HTMLElement | null} */ (document.querySelector("[data-notices]"));
  if (!list) return;
  list.addEventListener("click", (event) => {
    const notice = /** @type {Element} */ (event.target).closest("a")?.closest(".notice");
    const form = notice?.querySelector("form");
    if (form) markRead(form);
  });
  if ("newest" in list.dataset) bell.addEventListener("kr:unread", () => refresh(list).catch(() => undefined));
}

/** Marks a notification as read. `keepalive` lets the request outlive the page. @param {HTMLFormElement} form */
function markRead(form) {
  request(location.pathname, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => undefined);
}

/** @param {HTMLElement} list */
async function refresh(list) {
  const response = await request(location.pathname);
  const fresh = response.ok && trustedPage(await response.text()).querySelector("[data-notices]");
  if (!fresh) return;
  list.replaceChildren(...fresh.childNodes);
  formatTimes(list);
}
