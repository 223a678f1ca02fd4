/** The CSRF token, and JSON requests that carry it. */

export function csrfToken() {
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (field instanceof HTMLInputElement && field.value) return field.value;
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

/** @param {string} method @param {string} url @param {unknown} [body] */
export function sendJson(method, url, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json" };
  return fetch(url, { method, headers, body: JSON.stringify(body), credentials: "same-origin" });
}
