/** Entry of the board page. */

import { watchClicks } from "./board/input/clicks.js";
import { makeCardsDraggable, makeColumnsDraggable } from "./board/input/drag.js";
import { watchKeyboard } from "./board/input/keyboard.js";
import { observeEnd } from "./board/loading/load_more.js";
import { BoardPage } from "./board/page.js";
import { ChatElement } from "./chat/element.js";
import { holdKeys } from "./page/held_keys.js";
import { importWithRetry } from "./page/lazy_assets.js";

class Board extends HTMLElement {
  connectedCallback() {
    const page = new BoardPage(this);
    this.page = page;
    page.columnSetups.push(
      (column) => makeCardsDraggable(page, column),
      (column) => observeEnd(page, column),
      () => makeColumnsDraggable(page),
    );
    const dialog = importWithRetry(() => import("./card/dialog.js")).then(({ CardDialog }) => new CardDialog(page));
    dialog.catch(reportError);
    page.openCard = (...card) => dialog.then((loaded) => loaded.open(...card)).catch(() => undefined);
    page.filter = (what = "") => {
      const typed = what ? () => undefined : holdKeys();
      importWithRetry(() => import("./board/filter/filter.js"))
        .then(({ filterOf }) => filterOf(page).run(what))
        .catch(reportError)
        .finally(typed);
    };
    if (location.search) page.filter("read");
    watchClicks(page);
    watchKeyboard(page);
    page.start().catch(reportError);
  }

  disconnectedCallback() {
    this.page?.stop();
  }
}

customElements.define("kr-board", Board);
customElements.define("kr-chat", ChatElement);
