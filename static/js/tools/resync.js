/** Too much was missed to replay: the page is fetched anew and the board becomes it, in place. */

import { dress } from "../board/dom/cards.js";
import { columnsOf, listOf, moreOf } from "../board/dom/queries.js";
import { morphInside } from "../board/dom/morph.js";
import { forgetPlaces, frontier } from "../board/dom/placement.js";

/** @param {import("../board/page").BoardPage} page @returns {Promise<number>} the seq that the page now shows */
export async function resync(page) {
  const fresh = await page.parts.page();
  const board = /** @type {HTMLElement | null} */ (fresh.getElementById("board"));
  if (!board) throw new Error("no board");
  const seq = Number(board.dataset.seq);
  await new Promise((done) => page.gate.run(() => { become(page, fresh, board, seq); done(undefined); }));
  return seq;
}

/** @param {import("../board/page").BoardPage} page @param {Document} fresh @param {HTMLElement} board @param {number} seq */
function become(page, fresh, board, seq) {
  forgetPlaces();
  morphInside(page.root, document.importNode(board, true));
  replaceTemplate(fresh, "avatars");
  page.readBootstrap(fresh);
  page.seq = seq;
  for (const column of columnsOf(page.root)) {
    const more = moreOf(listOf(column));
    if (more) { delete more.dataset.after; frontier(listOf(column)); }
    page.columnCame(column);
  }
  for (const card of page.root.querySelectorAll(".card[data-id]")) dress(/** @type {HTMLElement} */ (card), page.me.id);
  page.ledger.dropThrough(seq);
  page.changes.rebase();
  page.presence.draw();
  page.tell("kr:resync", fresh);
}

/** @param {Document} fresh @param {string} id */
function replaceTemplate(fresh, id) {
  const next = fresh.getElementById(id);
  if (next) document.getElementById(id)?.replaceWith(document.importNode(next, true));
}
