/** Files of an open card: uploaded in its tray and attached when they arrive, even if the card is closed by then. */

import { createUploadTray, acceptFiles } from "../files/upload_area.js";
import { UnfinishedUploads } from "../files/unfinished_uploads.js";
import { fill, gettext } from "../page/i18n.js";

/** @typedef {import("./dialog").CardDialog} CardDialog */
/** @typedef {ReturnType<typeof createUploadTray>} Tray */

export class CardAttachments {
  /** Trays by card id. @type {Map<string, Tray>} */
  #trays = new Map();

  /** @param {CardDialog} cardDialog */
  constructor(cardDialog) {
    this.cardDialog = cardDialog;
    cardDialog.page.root.addEventListener("kr:event", (event) => this.#onEvent(/** @type {CustomEvent} */ (event).detail.event));
    cardDialog.page.root.addEventListener("kr:failed", (event) => this.#onFailed(/** @type {CustomEvent} */ (event).detail.entry));
    cardDialog.page.root.addEventListener("kr:connection", (event) => {
      if (/** @type {CustomEvent} */ (event).detail) for (const tray of this.#trays.values()) tray.queue.retryDisconnected();
    });
    acceptFiles(cardDialog.dialog, {
      trayOf: () => this.#tray(),
      enabled: () => cardDialog.page.canWrite && Boolean(cardDialog.body.querySelector("[data-tray]")),
      words: () => gettext("Drop to add to this card"),
    });
    this.prepare();
  }

  /** Runs after the dialog was rendered. */
  prepare() {
    const list = /** @type {HTMLElement | null} */ (this.cardDialog.body.querySelector("[data-tray]"));
    if (!list) return;
    const { cardId, page } = this.cardDialog;
    const wasCutOff = new UnfinishedUploads(page.projectId, `card:${cardId}`).names().length > 0;
    const tray = wasCutOff ? this.#tray() : this.#trays.get(cardId);
    tray?.moveTo(list);
    for (const file of this.cardDialog.body.querySelectorAll("[data-card-files] [data-file]")) {
      removeUploaded(tray ?? undefined, /** @type {HTMLElement} */ (file).dataset.file);
    }
  }

  /** @param {string} fileId @param {string} name */
  detach(fileId, name) {
    const { cardId: id, page: { commands } } = this.cardDialog;
    const text = fill(gettext("%(name)s removed from the card. It is still in the project’s files."), { name });
    commands.issue("card.detach", id, { id, fileId }, undefined, { text });
  }

  /** The tray of the open card. @returns {Tray | null} */
  #tray() {
    const { cardId, body, page } = this.cardDialog;
    const known = this.#trays.get(cardId);
    if (known || !cardId) return known ?? null;
    const tray = createUploadTray({
      projectId: page.projectId,
      place: `card:${cardId}`,
      list: body.querySelector("[data-tray]"),
      done: ({ facts }) => page.commands.issue("card.attach", cardId, { id: cardId, fileId: facts?.id }),
    });
    this.#trays.set(cardId, tray);
    return tray;
  }

  /** @param {import("../types").LoggedEvent} event */
  #onEvent({ type, payload, changes }) {
    if (type !== "card.updated" || !changes.fileIds || payload.id === this.cardDialog.cardId) return;
    for (const id of changes.fileIds[1]) removeUploaded(this.#trays.get(payload.id), id);
  }

  /** Cleans up after a failed command; a notice shows the reason. @param {import("../types").Entry} entry */
  #onFailed({ type, entity, payload }) {
    if (type === "card.attach") removeUploaded(this.#trays.get(entity), payload.fileId);
    for (const row of this.cardDialog.body.querySelectorAll("[data-row][aria-busy]")) row.removeAttribute("aria-busy");
  }
}

/** Removes an upload from the tray once the card lists the file. @param {Tray | undefined} tray @param {string | undefined} id */
function removeUploaded(tray, id) {
  const upload = tray?.queue.uploads.find(({ facts }) => facts?.id === id);
  if (upload) tray?.queue.remove(upload);
}
