/** The page of a project's files. */

import { morphChildren } from "../board/dom/morph.js";
import { ServerRenderedPage } from "../live/server_rendered_page.js";
import { sendJson } from "../page/requests.js";
import { fill, gettext } from "../page/i18n.js";
import { toast } from "../page/toasts.js";
import { fileUrl } from "./file_facts.js";
import { createUploadTray, acceptFiles } from "./upload_area.js";

const REFRESHING_EVENTS = new Set(["file.uploaded", "file.deleted", "chat.message.deleted", "member.updated", "project.updated"]);

export class FilesPage extends ServerRenderedPage {
  /** @param {HTMLElement} root */
  constructor(root) {
    super(root);
    this.tray = createUploadTray({
      projectId: this.projectId,
      place: "files",
      list: root.querySelector("[data-tray]"),
      done: () => this.refreshSoon(),
    });
    acceptFiles(document.body, {
      trayOf: () => this.tray,
      enabled: () => this.canWrite,
      words: () => gettext("Drop to add to the project’s files"),
    });
    root.addEventListener("submit", (event) => this.#onSubmit(event));
    this.start();
  }

  /** @param {string} type */
  isAffectedBy(type) {
    return REFRESHING_EVENTS.has(type);
  }

  /** @param {HTMLElement} fresh */
  render(fresh) {
    morphChildren(this.live, fresh);
    for (const upload of this.tray.queue.uploads) if (upload.state === "done") this.tray.queue.remove(upload);
  }

  /** A confirmation about a file is open. */
  get isBusy() {
    return Boolean(this.live.querySelector(".ask:popover-open"));
  }

  onJoined() {
    this.tray.queue.retryDisconnected();
  }

  /** @param {SubmitEvent} event */
  async #onSubmit(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.dataset.form !== "file-delete") return;
    event.preventDefault();
    /** @type {HTMLElement | null} */ (form.closest("[popover]"))?.hidePopover();
    const row = /** @type {HTMLElement} */ (form.closest("li"));
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.setAttribute("aria-busy", "true");
    if (await this.#delete(form.dataset.id ?? "")) {
      await this.refresh().catch(() => undefined);
      this.#focus(next);
    } else row.removeAttribute("aria-busy");
  }

  /** Moves the focus to the place of a removed row. @param {Element | null} row the row beside it */
  #focus(row) {
    const beside = row?.isConnected && row.querySelector("a");
    /** @type {HTMLElement | null} */ (beside || this.root.querySelector("[data-action=attach]"))?.focus();
  }

  /** @param {string} id @returns {Promise<boolean>} */
  async #delete(id) {
    const name = this.live.querySelector(`[data-file="${id}"]`)?.getAttribute("title") ?? "";
    try {
      const response = await sendJson("DELETE", fileUrl(id));
      if (!response.ok && response.status !== 404) throw new Error((await response.json()).detail);
      toast({ text: fill(gettext("%(name)s deleted"), { name }), kind: "ok" });
      return true;
    } catch (error) {
      const text = error instanceof TypeError ? gettext("The connection was lost.") : /** @type {Error} */ (error).message;
      toast({ text: text || gettext("That didn’t work. Please try again."), kind: "bad" });
      return false;
    }
  }
}
