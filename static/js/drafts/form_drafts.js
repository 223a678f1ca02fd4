/** Drafts of plain forms, and their end together with an account. */

import "../page/first_load.js";
import { dropDrafts, restoreDrafts, watchDrafts } from "./draft_fields.js";
import { Drafts, forgetPerson } from "./drafts.js";

/** @param {HTMLElement} node a form with `data-drafts`, its name, or a notice with `data-forget`, the id of a deleted account */
export function startDrafts(node) {
  const { forget, drafts: draftPlace = "", me = "" } = node.dataset;
  if (forget) { forgetPerson(forget); return; }
  const host = { body: node, drafts: new Drafts({ userId: me }), draftPlace };
  restoreDrafts(host);
  host.drafts.adopt(draftPlace).then(() => restoreDrafts(host)).catch(reportError);
  watchDrafts(host);
  node.addEventListener("submit", () => dropDrafts(host, /** @type {HTMLFormElement} */ (node)));
}
