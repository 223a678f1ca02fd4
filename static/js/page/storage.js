/** The browser's storage, or one in memory where the browser forbids it. */

/** Storage may be forbidden altogether. @param {"localStorage" | "sessionStorage"} kind @returns {Storage} */
export function safeStorage(kind = "localStorage") {
  try {
    const storage = globalThis[kind];
    storage.getItem("kr:probe");
    return storage;
  } catch {
    return memoryStorage();
  }
}

/** @returns {Storage} */
export function memoryStorage() {
  const methods = {
    getItem(/** @type {string} */ key) { return Object.hasOwn(this, key) ? /** @type {any} */ (this)[key] : null; },
    setItem(/** @type {string} */ key, /** @type {string} */ value) { /** @type {any} */ (this)[key] = String(value); },
    removeItem(/** @type {string} */ key) { delete (/** @type {any} */ (this)[key]); },
  };
  return Object.create(methods);
}
