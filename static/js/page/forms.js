/** Plain HTML forms: prevents double submits, and submits some on change. */

const UNLOCK_MS = 8_000;

export function watchForms() {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (event.defaultPrevented || form.method === "dialog" || form.dataset.form) return;
    // After the submit: a disabled button's value would not be sent.
    setTimeout(() => lock(form));
  });
  document.addEventListener("change", (event) => {
    /** @type {HTMLElement} */ (event.target).closest("form")?.matches("[data-autosubmit]") &&
      /** @type {HTMLInputElement} */ (event.target).form?.requestSubmit();
  });
  // Buttons would still be disabled when "back" restores the page from the cache.
  addEventListener("pageshow", () => { for (const button of busyButtons()) button.disabled = false; });
}

/** @param {HTMLFormElement} form */
function lock(form) {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (form.querySelectorAll("button:not([type=button])"))) {
    button.disabled = true;
    button.dataset.busy = "";
    setTimeout(() => { button.disabled = false; delete button.dataset.busy; }, UNLOCK_MS);
  }
}

/** @returns {NodeListOf<HTMLButtonElement>} */
function busyButtons() {
  return document.querySelectorAll("button[data-busy]");
}
