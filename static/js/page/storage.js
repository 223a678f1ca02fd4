/** The browser's storage, or an in-memory one if the browser forbids it. */

/** @type {Partial<Record<"localStorage" | "sessionStorage", Storage>>} */
const inMemory = {};

/** Returns the storage if it can be used. @param {"localStorage" | "sessionStorage"} kind @returns {Storage} */
export function safeStorage(kind = "localStorage") {
  try {
    const storage = globalThis[kind];
    storage.getItem("kr:probe");
    return storage;
  } catch {
    return (inMemory[kind] ??= memoryStorage());
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
