/** Sends the forms of the browsable API and shows the response below the form. */
import { csrfToken } from "./page/csrf.js";

/** @param {HTMLFormElement} form */
async function send(form) {
  const body = form.querySelector("textarea");
  const answer = form.querySelector("output");
  if (!answer) return;
  const response = await fetch(form.dataset.url ?? "", {
    method: form.dataset.method,
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
    body: body?.value,
  });
  answer.textContent = `HTTP ${response.status} ${response.statusText}\n\n${indented(await response.text())}`;
  answer.hidden = false;
}

/** @param {string} text */
function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, repeat, target } = event;
  if (key !== "Enter" || !(ctrlKey || metaKey) || repeat) return; // a held key sends once
  if (target instanceof HTMLTextAreaElement) target.form?.requestSubmit();
});
document.addEventListener("submit", (event) => {
  if (!(event.target instanceof HTMLFormElement)) return;
  event.preventDefault();
  send(event.target);
});
