/** Shows or hides the text of a password field. */

/** @param {HTMLElement} button @param {HTMLInputElement | null} field */
export function togglePassword(button, field) {
  if (!field) return;
  const show = field.type === "password";
  field.type = show ? "text" : "password";
  button.setAttribute("aria-pressed", String(show));
  const icon = button.querySelector(".icon");
  icon?.classList.toggle("icon--eye", !show);
  icon?.classList.toggle("icon--eye-off", show);
  field.focus();
}
