/** Connects a part of the page with an upload tray: files can be dropped, pasted or chosen there. */

import "../page/first_load.js";
import { sendJson } from "../page/requests.js";
import { gettext } from "../page/i18n.js";
import { fileUrl } from "./file_facts.js";
import { UnfinishedUploads } from "./unfinished_uploads.js";
import { acceptDrops, acceptPastes } from "./drop_and_paste.js";
import { uploader } from "./upload_request.js";
import { UploadTray } from "./upload_tray.js";

/** @typedef {import("./upload_queue").Upload} Upload */

/**
 * Creates a tray. `room`: how many more files it accepts; others are refused with the text of `crowded`.
 * `place` names the tray in its project: what a reload cuts off there is named there.
 * @param {{ projectId: string, place: string, list: HTMLElement | null, changed?: () => void, done?: (upload: Upload) => void,
 *   removed?: (upload: Upload) => void, room?: () => number, crowded?: () => string }} options
 */
export function createUploadTray({ projectId, place, room = () => Infinity, crowded = () => "", changed, ...rest }) {
  const unfinished = new UnfinishedUploads(projectId, place);
  const cutOff = unfinished.names();
  const tray = new UploadTray(rest.list, {
    post: uploader(projectId),
    late: deleteFile,
    changed: () => { unfinished.save(tray.queue); changed?.(); },
    ...rest,
  });
  for (const name of cutOff) tray.queue.refuse(name, gettext("Not finished when the page was closed. Choose the file again."));
  /** @param {import("./drop_and_paste").DroppedFiles} caught */
  const take = ({ files, folders }) => {
    const most = room();
    tray.add(files.slice(0, most));
    for (const { name } of files.slice(most)) tray.queue.refuse(name, crowded());
    for (const name of folders) tray.queue.refuse(name, gettext("Folders can’t be uploaded."));
  };
  return Object.assign(tray, { take });
}

/**
 * @param {HTMLElement} zone accepts drops and pastes
 * @param {{ trayOf: () => ReturnType<typeof createUploadTray> | null, enabled: () => boolean, words: () => string }} options
 */
export function acceptFiles(zone, { trayOf, enabled, words }) {
  const take = (/** @type {import("./drop_and_paste").DroppedFiles} */ caught) => trayOf()?.take(caught);
  acceptDrops(zone, { take, enabled, words });
  acceptPastes(zone, { take, enabled });
  zone.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("[data-action=attach]")) inputOf(zone)?.click();
  });
  zone.addEventListener("change", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (!input.matches("[data-file-input]") || !input.files) return;
    take({ files: [...input.files], folders: [] });
    // The same file can be chosen again.
    input.value = "";
  });
}

/** Deletes an uploaded file that is not needed. @param {{ id: string }} file */
export function deleteFile({ id }) {
  sendJson("DELETE", fileUrl(id)).catch(() => undefined);
}

/** @param {HTMLElement} zone */
function inputOf(zone) {
  return /** @type {HTMLInputElement | null} */ (zone.querySelector("[data-file-input]"));
}
