/** Events of files, which stand on cards. */

import { trusted } from "../page/safe.js";
import { cardNode } from "./dom.js";

/** Deleting one takes it off cards without raising their version. @type {import("./apply").Apply} */
export function fileDeleted(page, { changes, html }) {
  const faces = trusted(html ?? "");
  for (const id of changes.cardIds?.[0] ?? []) {
    const card = cardNode(id);
    if (!card) continue;
    const fresh = faces.querySelector(`#card-${id}`);
    if (fresh) page.arrivals.face(card, /** @type {HTMLElement} */ (document.importNode(fresh, true)));
    else page.arrivals.renew(card);
  }
}
