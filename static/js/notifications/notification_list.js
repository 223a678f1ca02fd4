/** The notifications page: shows new ones and what has become of others, and marks followed ones as read. */

import { request } from "../page/requests.js";
import { trustedPage } from "../page/trusted_html.js";
import { formatTimes } from "../page/time.js";

const SOON_MS = 100;

/** @param {HTMLElement} bell */
export function watchNotificationList(bell) {
  const list = /** @type {HTMLElement | null} */ (document.querySelector("[data-notices]"));
  if (!list) return;
  list.addEventListener("click", (event) => {
    const notice = /** @type {Element} */ (event.target).closest("a")?.closest(".notice");
    const form = notice?.querySelector("form");
    if (form) markRead(form);
  });
  const refreshSoon = refreshing(list);
  bell.addEventListener("kr:unread", refreshSoon);
  // What came between the answer of the server and this line made no sound here.
  document.addEventListener("kr:connection-open", refreshSoon);
  refreshSoon();
}

/** Marks a notification as read. `keepalive` lets the request outlive the page. @param {HTMLFormElement} form */
function markRead(form) {
  request(location.pathname, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => undefined);
}

/** Refreshes the list soon after signals, one at a time, so that no older answer comes last. @param {HTMLElement} list */
function refreshing(list) {
  let isWanted = false;
  let isRunning = false;
  return async () => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      await new Promise((resolve) => { setTimeout(resolve, SOON_MS); });
      isWanted = false;
      await refresh(list).catch(() => undefined);
    }
    isRunning = false;
  };
}

/** @param {HTMLElement} list */
async function refresh(list) {
  const response = await request(location.pathname + location.search);
  const fresh = response.ok && trustedPage(await response.text()).querySelector("[data-notices]");
  if (!fresh) return;
  const place = placeOfFocus(list);
  list.replaceChildren(...fresh.childNodes);
  formatTimes(list);
  if (place) /** @type {HTMLElement | null} */ (list.querySelector(place))?.focus();
}

/** A selector of the focused link, which stays the same in the fresh list. @param {HTMLElement} list */
function placeOfFocus(list) {
  const focused = document.activeElement;
  const href = focused && list.contains(focused) ? focused.getAttribute("href") : null;
  return href && `a[href="${CSS.escape(href)}"]`;
}
