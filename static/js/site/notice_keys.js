/** Keys of notices: F6 goes to the notice and back, Esc closes it and not the dialog around it. */

const BOX = ".toasts:not(.toasts--session)";

/** @type {HTMLElement | null} */
let before = null;

export function watchNoticeKeys() {
  // Before the keys of the board and of dialogs.
  document.addEventListener("keydown", (event) => {
    if (event.key === "F6") visit(event);
    else if (event.key === "Escape") close(event);
  }, true);
  document.addEventListener("click", (event) => {
    if (before && /** @type {Element} */ (event.target).closest(BOX)) setTimeout(giveBack);
  }, true);
}

/** @param {KeyboardEvent} event */
function visit(event) {
  const button = /** @type {HTMLElement | null} */ (document.querySelector(`${BOX} button:not([hidden])`));
  if (!button) return;
  event.preventDefault();
  if (document.activeElement?.closest(BOX)) { before?.focus(); return; }
  before = /** @type {HTMLElement | null} */ (document.activeElement);
  button.focus();
}

/** @param {KeyboardEvent} event */
function close(event) {
  const notice = /** @type {Element} */ (event.target).closest(`${BOX} > .toast`);
  if (!notice) return;
  event.preventDefault();
  event.stopPropagation();
  /** @type {HTMLElement | null} */ (notice.querySelector("[data-action=toast-close]"))?.click();
}

/** Gives the focus back that a closed notice had. */
function giveBack() {
  if (document.activeElement === document.body || !document.activeElement) before?.focus();
  else if (document.activeElement.matches("dialog")) before?.focus();
}
