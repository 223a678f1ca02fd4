/** A question before what cannot be undone. */

/** @param {string} title @param {string} text @returns {Promise<boolean>} */
export function confirmDialog(title, text) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("confirm-dialog"));
  const put = (/** @type {string} */ selector, /** @type {string} */ words) => { const node = dialog.querySelector(selector); if (node) node.textContent = words; };
  put("[data-title]", title);
  put("[data-text]", text);
  dialog.returnValue = "cancel";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "ok"), { once: true }));
}
