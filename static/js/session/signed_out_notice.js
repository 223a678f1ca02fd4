/** The sentence that the page's person was signed out, and the dialog in which they sign in again. */

import { announce } from "../page/announce.js";
import { fill, gettext } from "../page/i18n.js";
import { trustedPage } from "../page/trusted_html.js";

const SIGN_IN = "/login";
const ID_PREFIX = "again-";

/** @type {HTMLElement | null} */
let notice = null;
// An open modal dialog makes the rest of the page inert, so the sentence goes into the dialog.
const dialogs = new MutationObserver(() => { if (notice) place(notice); });

/** @param {string} other the name of another person who is signed in; "" if nobody is @param {() => void} signedIn */
export function showNotice(other, signedIn) {
  const text = other
    ? fill(gettext("%(name)s is signed in now. Reload the page to go on as %(name)s."), { name: other })
    : gettext("You’ve been signed out. Sign in again to go on.");
  if (notice?.textContent?.startsWith(text)) return;
  hideNotice();
  notice = build(text, other ? gettext("Reload") : gettext("Sign in"), other ? () => location.reload() : () => askToSignIn(signedIn));
  place(notice);
  dialogs.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["open"] });
  announce(text);
}

export function hideNotice() {
  dialogs.disconnect();
  notice?.remove();
  notice = null;
  /** @type {HTMLDialogElement | null} */ (document.getElementById("sign-in"))?.close();
}

/** @param {string} text @param {string} action @param {() => void} run */
function build(text, action, run) {
  const box = Object.assign(document.createElement("section"), { id: "signed-out", className: "toasts toasts--session" });
  box.dataset.local = "";
  const line = Object.assign(document.createElement("div"), { className: "toast" });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--sm", textContent: action });
  button.addEventListener("click", run);
  line.dataset.kind = "warn";
  line.append(Object.assign(document.createElement("span"), { textContent: text }), button);
  box.append(line);
  return box;
}

/** @param {HTMLElement} box */
function place(box) {
  const top = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body;
  if (top.id !== "sign-in" && box.parentElement !== top) top.append(box);
}

/** @param {() => void} signedIn */
async function askToSignIn(signedIn) {
  if (document.getElementById("sign-in")) return;
  const dialog = Object.assign(document.createElement("dialog"), { id: "sign-in", className: "dialog" });
  dialog.setAttribute("aria-labelledby", "sign-in-title");
  dialog.dataset.local = "";
  dialog.append(head());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  await showForm(dialog, signedIn, fetch(SIGN_IN, { credentials: "same-origin" }));
}

/**
 * Shows the form of the sign-in page, again and again until it has been accepted.
 * @param {HTMLDialogElement} dialog @param {() => void} signedIn @param {Promise<Response>} asked
 */
async function showForm(dialog, signedIn, asked) {
  const response = await asked.catch(() => null);
  if (response && (response.redirected || response.type === "opaqueredirect")) { signedIn(); return; }
  const form = response && formIn(await response.text());
  if (form) watchForm(dialog, signedIn, form);
  else say(dialog, gettext("The server can’t be reached. Please try again."));
}

/** @param {string} html @returns {HTMLFormElement | null} */
function formIn(html) {
  const form = /** @type {HTMLFormElement | null} */ (trustedPage(html).querySelector("form[data-sign-in]"));
  return form && document.importNode(form, true);
}

/** @param {HTMLDialogElement} dialog @param {() => void} signedIn @param {HTMLFormElement} own */
function watchForm(dialog, signedIn, own) {
  renameIds(own);
  for (const old of dialog.querySelectorAll("form, :scope > [role=alert]")) old.remove();
  own.append(linkToSignIn());
  dialog.append(own);
  const email = /** @type {HTMLInputElement} */ (own.elements.namedItem("email"));
  email.value ||= document.querySelector("#user-menu small")?.textContent ?? "";
  /** @type {HTMLInputElement} */ (email.value ? own.elements.namedItem("password") : email).focus();
  own.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = /** @type {HTMLButtonElement} */ (own.querySelector("button:not([type=button])"));
    button.disabled = true;
    const sent = fetch(SIGN_IN, { method: "POST", body: new FormData(own), credentials: "same-origin", redirect: "manual" });
    showForm(dialog, signedIn, sent).finally(() => { button.disabled = false; });
  });
}

/** @param {HTMLElement} dialog @param {string} text */
function say(dialog, text) {
  dialog.querySelector(":scope > [role=alert]")?.remove();
  const line = Object.assign(document.createElement("p"), { className: "alert", textContent: text });
  line.setAttribute("role", "alert");
  line.append(" ", linkToSignIn());
  dialog.append(line);
}

function head() {
  const title = Object.assign(document.createElement("h2"), { id: "sign-in-title", className: "dialog__title" });
  title.textContent = gettext("Sign in");
  const close = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--sm btn--icon" });
  close.dataset.action = "dialog-close";
  close.setAttribute("aria-label", gettext("Close"));
  const icon = Object.assign(document.createElement("i"), { className: "icon icon--x" });
  icon.setAttribute("aria-hidden", "true");
  close.append(icon);
  const box = Object.assign(document.createElement("header"), { className: "dialog__head" });
  box.append(title, close);
  return box;
}

/** For a password manager or a forgotten password; this page notices when it gets the focus back. */
function linkToSignIn() {
  const link = Object.assign(document.createElement("a"), { className: "link", href: SIGN_IN, target: "_blank" });
  link.textContent = gettext("Sign in in a new tab");
  return link;
}

/** The page below may have fields of the same ids. @param {HTMLElement} form */
function renameIds(form) {
  for (const name of ["id", "for", "aria-controls", "aria-describedby", "href"]) {
    for (const node of form.querySelectorAll(`[${name}]`)) {
      const value = node.getAttribute(name) ?? "";
      if (name !== "href") node.setAttribute(name, ID_PREFIX + value);
      else if (value.startsWith("#")) node.setAttribute(name, `#${ID_PREFIX}${value.slice(1)}`);
    }
  }
}
