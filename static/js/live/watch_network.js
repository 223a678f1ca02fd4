/** Checks the connection when the network, the page's visibility or the session changes. */

/** @param {{ checkAlive: () => void, suspend: () => void, connect: () => void }} socket @returns {() => void} stops watching */
export function watchNetwork(socket) {
  const watching = new AbortController();
  const { signal } = watching;
  const check = () => socket.checkAlive();
  addEventListener("online", check, { signal });
  // "offline" only triggers a check: a server on this machine works without a network.
  addEventListener("offline", check, { signal });
  addEventListener("focus", check, { signal });
  addEventListener("pageshow", (event) => { if (event.persisted) check(); }, { signal });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) check(); }, { signal });
  document.addEventListener("kr:signed-out", () => socket.suspend(), { signal });
  document.addEventListener("kr:signed-in", () => socket.connect(), { signal });
  return () => watching.abort();
}
