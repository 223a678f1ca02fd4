/** The archive page: archived cards and deleted columns and labels, with buttons that restore them. */

import { ServerRenderedPage } from "../live/server_rendered_page.js";
import { fill, gettext } from "../page/i18n.js";
import { sendJson } from "../page/requests.js";
import { toast } from "../page/toasts.js";
import { uuid7 } from "../page/uuid7.js";

const REFRESHING_EVENTS = /^(cards?|columns?|label)\.|^(member|project)\.updated$/;

export class ArchivePage extends ServerRenderedPage {
  /** Ids of the rows whose restore request is pending. @type {Set<string>} */
  #restoring = new Set();

  /** @param {HTMLElement} root */
  constructor(root) {
    super(root);
    root.addEventListener("submit", (event) => this.#onSubmit(event));
    this.start();
  }

  /** @param {string} type */
  isAffectedBy(type) {
    return REFRESHING_EVENTS.test(type);
  }

  /** @param {HTMLElement} fresh */
  render(fresh) {
    const focused = document.activeElement?.closest("li[id]")?.id ?? "";
    this.live.replaceChildren(...fresh.childNodes);
    document.getElementById(focused)?.querySelector("button")?.focus();
    for (const id of this.#restoring) document.getElementById(id)?.setAttribute("hidden", "");
  }

  /** @param {SubmitEvent} event */
  async #onSubmit(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.dataset.form !== "restore") return;
    event.preventDefault();
    const row = /** @type {HTMLElement} */ (form.closest("li"));
    this.#focusBeside(row);
    row.hidden = true;
    this.#restoring.add(row.id);
    const why = await restore(this.projectId, form);
    this.#restoring.delete(row.id);
    if (why === null) { this.#showRestored(form); await this.refresh().catch(() => undefined); return; }
    const back = document.getElementById(row.id);
    if (back) back.hidden = false;
    toast({ text: why, kind: "bad" });
    this.refreshSoon();
  }

  /** @param {HTMLFormElement} form */
  #showRestored(form) {
    const { name = "", href } = form.dataset;
    const action = href ? { label: gettext("Show"), run: () => location.assign(href) } : undefined;
    toast({ text: fill(gettext("%(name)s is back on the board"), { name }), action });
  }

  /** Moves the focus to the row beside one that goes away. @param {HTMLElement} row */
  #focusBeside(row) {
    const rows = /** @type {HTMLElement[]} */ ([...this.live.querySelectorAll("li[id]:not([hidden])")]);
    const at = rows.indexOf(row);
    const next = rows[at + 1] ?? rows[at - 1];
    /** @type {HTMLElement | null} */ (next?.querySelector("button") ?? this.root.querySelector(".segments [aria-current]"))?.focus();
  }
}

/** @param {string} projectId @param {HTMLFormElement} form @returns {Promise<string | null>} the reason for a failure, or null */
async function restore(projectId, form) {
  const { id, seq } = form.dataset;
  const version = Number(new FormData(form).get("version"));
  const [path, body] = seq ? [`projects/${projectId}/undo`, { seq: Number(seq) }] : [`cards/${id}/restore`, { version }];
  // The idempotency key stays for a retry, so that a lost response does not restore twice.
  form.dataset.key ??= uuid7();
  try {
    const response = await sendJson("POST", `/api/v1/${path}`, body, { "Idempotency-Key": form.dataset.key });
    if (response.ok) return null;
    delete form.dataset.key;
    return (await response.json()).detail || gettext("That didn’t work. Please try again.");
  } catch (error) {
    return error instanceof TypeError ? gettext("The connection was lost.") : gettext("That didn’t work. Please try again.");
  }
}
