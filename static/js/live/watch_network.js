/** When the system says that the network or the person came or went, the line is asked whether it lives. */

/** @param {{ checkAlive: () => void }} socket @returns {() => void} stops watching */
export function watchNetwork(socket) {
  const watching = new AbortController();
  const { signal } = watching;
  const check = () => socket.checkAlive();
  addEventListener("online", check, { signal });
  // Not believed blindly: a board on this very machine works without a network.
  addEventListener("offline", check, { signal });
  addEventListener("pageshow", (event) => { if (event.persisted) check(); }, { signal });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) check(); }, { signal });
  return () => watching.abort();
}
