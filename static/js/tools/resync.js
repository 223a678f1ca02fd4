/** Resync: fetches the page again and patches the board, when too many events were missed to replay them. */

import { prepareCard } from "../board/dom/cards.js";
import { columnsOf, listOf, sentinelOf } from "../board/dom/queries.js";
import { morphChildren } from "../board/dom/morph.js";
import { resetPlacement, frontier } from "../board/dom/placement.js";

/** @param {import("../board/page").BoardPage} page @returns {Promise<number>} the seq that the page now shows */
export async function resync(page) {
  const fresh = await page.partials.page();
  const board = /** @type {HTMLElement | null} */ (fresh.getElementById("board"));
  if (!board) throw new Error("no board");
  const seq = Number(board.dataset.seq);
  await new Promise((done) => page.dragPause.run(() => { replaceBoard(page, fresh, board, seq); done(undefined); }));
  return seq;
}

/** @param {import("../board/page").BoardPage} page @param {Document} fresh @param {HTMLElement} board @param {number} seq */
function replaceBoard(page, fresh, board, seq) {
  resetPlacement();
  morphChildren(page.root, document.importNode(board, true));
  replaceTemplate(fresh, "avatars");
  page.readBootstrap(fresh);
  page.seq = seq;
  for (const column of columnsOf(page.root)) {
    const more = sentinelOf(listOf(column));
    if (more) { delete more.dataset.after; frontier(listOf(column)); }
    page.setUpColumn(column);
  }
  for (const card of page.root.querySelectorAll(".card[data-id]")) prepareCard(/** @type {HTMLElement} */ (card), page.me.id);
  page.ledger.dropThrough(seq);
  page.commands.rebase();
  page.presence.render();
  page.emit("kr:resync", fresh);
}

/** @param {Document} fresh @param {string} id */
function replaceTemplate(fresh, id) {
  const next = fresh.getElementById(id);
  if (next) document.getElementById(id)?.replaceWith(document.importNode(next, true));
}
