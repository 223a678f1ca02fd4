/** Events of files, which stand on cards. */

/** Deleting one takes it off cards without raising their version. @type {import("./apply").Apply} */
export function fileDeleted(page, { changes, html }) {
  page.arrivals.renewAll(changes.cardIds?.[0] ?? [], html);
}
