/** Collapsed columns: a strip with name and count. The state is kept in a cookie, from which the server renders it. */

import { announce } from "../page/announce.js";
import { fill, gettext } from "../page/i18n.js";
import { columnNode, columnsOf, columnName } from "../board/dom/queries.js";

/** @typedef {import("../board/page").BoardPage} BoardPage */

const YEAR = 365 * 24 * 3600;

/** @param {BoardPage} page @param {HTMLElement} column @param {boolean} folded */
export function setCollapsed(page, column, folded) {
  column.toggleAttribute("data-folded", folded);
  saveCollapsed(page);
  const next = /** @type {HTMLElement | null} */ (column.querySelector(folded ? "[data-action=unfold]" : "[data-action=column-menu]"));
  next?.focus({ preventScroll: true });
  column.scrollIntoView?.({ inline: "nearest", block: "nearest" });
  announce(fill(folded ? gettext("Column %(column)s collapsed") : gettext("Column %(column)s expanded"), { column: columnName(column) }));
  if (!folded) page.setUpColumn(column);
}

/** @param {BoardPage} page */
export function watchCollapse(page) {
  page.root.addEventListener("click", (event) => {
    const head = /** @type {Element} */ (event.target).closest(".column[data-folded] .column__head");
    const column = head?.closest(".column");
    if (column && !(/** @type {Element} */ (event.target).closest("[data-action=column-menu]"))) {
      setCollapsed(page, /** @type {HTMLElement} */ (column), false);
    }
  });
  document.getElementById("column-menu")?.addEventListener("beforetoggle", updateMenu);
  // A card dropped into a collapsed column is hidden, so the focus moves to the column's button.
  page.root.addEventListener("kr:drag-end", () => {
    const column = document.activeElement?.closest(".column[data-folded]");
    /** @type {HTMLElement | null | undefined} */ (column?.querySelector("[data-action=unfold]"))?.focus();
  });
}

/** @param {Event} event */
function updateMenu({ target }) {
  const menu = /** @type {HTMLElement} */ (target);
  const folded = "folded" in (columnNode(menu.dataset.about ?? "")?.dataset ?? {});
  for (const [action, hidden] of /** @type {[string, boolean][]} */ ([["fold", folded], ["unfold", !folded]])) {
    /** @type {HTMLElement | null} */ (menu.querySelector(`[data-action=column-${action}]`))?.toggleAttribute("hidden", hidden);
  }
}

/** Expands a column, so that a card in it can be shown. @param {BoardPage} page @param {string} columnId */
export function expandColumn(page, columnId) {
  const column = columnNode(columnId);
  if (column && "folded" in column.dataset) setCollapsed(page, column, false);
}

/** @param {BoardPage} page */
function saveCollapsed(page) {
  const ids = columnsOf(page.root).filter((column) => "folded" in column.dataset).map((column) => column.dataset.id);
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `folded-${page.me.id}=${ids.join(".")}; path=${page.url}; max-age=${ids.length ? YEAR : 0}; samesite=lax${secure}`;
}
