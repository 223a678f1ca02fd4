/** The CSRF token, and JSON requests that carry it. */

/** The cookie is newer than the page's fields if somebody has signed in since. */
export function csrfToken() {
  const start = `${document.documentElement.dataset.csrfCookie}=`;
  const cookie = document.cookie.split("; ").find((each) => each.startsWith(start));
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=csrfmiddlewaretoken]"));
  return cookie?.slice(start.length) ?? field?.value ?? "";
}

/** @param {string} method @param {string} url @param {unknown} [body] */
export function sendJson(method, url, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json" };
  return fetch(url, { method, headers, body: JSON.stringify(body), credentials: "same-origin" });
}
