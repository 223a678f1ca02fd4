/** What every page has but none needs for its first paint. site.js imports it. */

import "../page/first_load.js";
import { watchThumbnails } from "../files/missing_thumbnails.js";
import { watchCtrlEnter } from "../page/ctrl_enter.js";
import { watchLimits } from "../page/field_limits.js";
import { gettext } from "../page/i18n.js";
import { importWithRetry } from "../page/lazy_assets.js";
import { watchMenus } from "../page/menu_keys.js";
import { deriveKeyFromName } from "../page/project_key.js";
import { loadNoticesBy, toast } from "../page/toasts.js";
import { watchSigningOut } from "../session/signing_out.js";
import { watchNoticeKeys } from "./notice_keys.js";
import { start as keepSteady } from "../steady/start.js";

export function start() {
  loadNoticesBy(() => { importWithRetry(() => import("../notices/queue.js")).catch(reportError); });
  document.addEventListener("kr:too-many-sockets", () => {
    toast({ text: gettext("You have too many windows open. Close some; then this one connects by itself."), kind: "warn", ms: 20_000 });
  });
  watchLimits();
  watchCtrlEnter();
  watchCompletion();
  watchMenus();
  watchNoticeKeys();
  watchThumbnails();
  keepSteady();
  watchSigningOut();
  const tiles = /** @type {HTMLElement | null} */ (document.querySelector("[data-tiles]"));
  if (tiles) importWithRetry(() => import("../projects/tiles.js")).then(({ Tiles }) => new Tiles(tiles).start()).catch(reportError);
  const keyed = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-key-url]"));
  if (keyed) deriveKeyFromName(keyed);
}

/** Fetches the completion of search fields when one gets the focus. */
function watchCompletion() {
  const look = () => {
    const field = document.activeElement;
    if (!(field instanceof HTMLInputElement) || !field.matches("[data-completes]:not([role])")) return;
    importWithRetry(() => import("../completion/completion.js")).then(({ complete }) => complete(field)).catch(reportError);
  };
  document.addEventListener("focusin", look);
  look();
}
