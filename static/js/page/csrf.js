/** The CSRF token. */

/** The cookie is newer than the page's fields if somebody has signed in since. */
export function csrfToken() {
  const start = `${document.documentElement.dataset.csrfCookie}=`;
  const cookie = document.cookie.split("; ").find((each) => each.startsWith(start));
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=csrfmiddlewaretoken]"));
  return cookie?.slice(start.length) ?? field?.value ?? "";
}
