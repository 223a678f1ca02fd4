/**
 * Every request of the page's scripts names the person of the page, and a response counts only if it names them too.
 * Otherwise the session has ended or is somebody else's: the request waits, and is sent again once they have signed in.
 */

import { csrfToken } from "./csrf.js";

const OWNER = "X-Signed-In";

/** The id of the person for whom the page was rendered; "" if nobody was signed in. */
export function pageOwner() {
  return document.documentElement.dataset.user ?? "";
}

/** @param {string} url @param {RequestInit & { headers?: Record<string, string> }} [options] @returns {Promise<Response>} */
export async function request(url, options = {}) {
  for (;;) {
    const response = await fetch(url, { credentials: "same-origin", ...options, headers: { ...ownHeaders(), ...options.headers } });
    if (isOwn(response.status, (name) => response.headers.get(name))) return response;
    await signedInAgain(options.signal);
  }
}

/** @param {string} method @param {string} url @param {unknown} [body] @param {Record<string, string>} [headers] */
export function sendJson(method, url, body, headers) {
  const json = { "Content-Type": "application/json", Accept: "application/json" };
  return request(url, { method, headers: { ...json, ...headers }, body: JSON.stringify(body) });
}

/** @returns {Record<string, string>} */
export function ownHeaders() {
  const owner = pageOwner();
  return { "X-Requested-With": "fetch", "X-CSRFToken": csrfToken(), ...(owner && { [OWNER]: owner }) };
}

/**
 * Is it a response for the page's person? A refusal may come from a proxy, which names nobody.
 * @param {number} status @param {(name: string) => string | null} header
 */
export function isOwn(status, header) {
  const owner = pageOwner();
  return !owner || (status >= 400 && status !== 401) || header(OWNER) === owner;
}

/** Has signed_out.js find out who is signed in, and waits for the page's person. @param {AbortSignal | null} [signal] */
export function signedInAgain(signal) {
  return new Promise((resolve, reject) => {
    document.addEventListener("kr:signed-in", resolve, { once: true });
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    document.dispatchEvent(new Event("kr:session-doubt"));
  });
}
