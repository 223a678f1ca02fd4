/** Whoever signs out leaves nothing on the screen: the browser's other tabs go to the sign-in page, too. */

/** The end of the session is expected within this time after "Sign out" was pressed. */
const LEAVING_MS = 30_000;

/** Notes in `data-leaving` where this tab goes once the session has ended; "" if it goes by itself. */
export function watchSigningOut() {
  const tabs = new BroadcastChannel("kr:signing-out");
  const { dataset } = document.documentElement;
  const leave = (/** @type {string} */ target) => {
    dataset.leaving = target;
    setTimeout(() => { delete dataset.leaving; }, LEAVING_MS);
  };
  tabs.addEventListener("message", () => leave(`/login?next=${encodeURIComponent(location.pathname)}`));
  document.addEventListener("submit", ({ target }) => {
    if (!(/** @type {Element} */ (target).matches("[data-sign-out]"))) return;
    leave("");
    tabs.postMessage("");
  });
}
