/** The files of an open card: they go up in its tray and are put on the card as they arrive, also when it is closed meanwhile. */

import { makeTray, takeFiles } from "../files/upload_area.js";
import { fill, gettext } from "../page/i18n.js";

/** @typedef {import("./dialog").Sheet} Sheet */
/** @typedef {ReturnType<typeof makeTray>} Tray */

export class SheetFiles {
  /** By card. @type {Map<string, Tray>} */
  #trays = new Map();

  /** @param {Sheet} sheet */
  constructor(sheet) {
    this.sheet = sheet;
    sheet.page.root.addEventListener("kr:event", (event) => this.#heard(/** @type {CustomEvent} */ (event).detail.event));
    sheet.page.root.addEventListener("kr:failed", (event) => this.#failed(/** @type {CustomEvent} */ (event).detail.entry));
    sheet.page.root.addEventListener("kr:line", (event) => { if (/** @type {CustomEvent} */ (event).detail) for (const tray of this.#trays.values()) tray.queue.retryLost(); });
    takeFiles(sheet.dialog, {
      trayOf: () => this.#tray(),
      open: () => sheet.page.writes && Boolean(sheet.body.querySelector("[data-tray]")),
      words: () => gettext("Drop to add to this card"),
    });
    this.prepare();
  }

  /** After the body was filled. */
  prepare() {
    const list = /** @type {HTMLElement | null} */ (this.sheet.body.querySelector("[data-tray]"));
    if (!list) return;
    const tray = this.#trays.get(this.sheet.cardId);
    tray?.moveTo(list);
    for (const file of this.sheet.body.querySelectorAll("[data-card-files] [data-file]")) settle(tray, /** @type {HTMLElement} */ (file).dataset.file);
  }

  /** @param {string} fileId @param {string} name */
  detach(fileId, name) {
    const { cardId: id, page: { changes } } = this.sheet;
    const text = fill(gettext("%(name)s taken off the card. It is still among the project’s files."), { name });
    changes.issue("card.detach", id, { id, fileId }, undefined, { text });
  }

  /** Of the open card. @returns {Tray | null} */
  #tray() {
    const { cardId, body, page } = this.sheet;
    const known = this.#trays.get(cardId);
    if (known || !cardId) return known ?? null;
    const tray = makeTray({
      projectId: page.projectId,
      list: body.querySelector("[data-tray]"),
      done: ({ facts }) => page.changes.issue("card.attach", cardId, { id: cardId, fileId: facts?.id }),
    });
    this.#trays.set(cardId, tray);
    return tray;
  }

  /** @param {import("../types").LoggedEvent} event */
  #heard({ type, payload, changes }) {
    if (type !== "card.updated" || !changes.fileIds || payload.id === this.sheet.cardId) return;
    for (const id of changes.fileIds[1]) settle(this.#trays.get(payload.id), id);
  }

  /** Why is told by a notice. @param {import("../types").Entry} entry */
  #failed({ type, entity, payload }) {
    if (type === "card.attach") settle(this.#trays.get(entity), payload.fileId);
    for (const row of this.sheet.body.querySelectorAll("[data-row][aria-busy]")) row.removeAttribute("aria-busy");
  }
}

/** It stands among the card's files: its row in the tray goes. @param {Tray | undefined} tray @param {string | undefined} id */
function settle(tray, id) {
  const upload = tray?.queue.uploads.find(({ facts }) => facts?.id === id);
  if (upload) tray?.queue.remove(upload);
}
