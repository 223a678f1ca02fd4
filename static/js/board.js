/** Entry of the board page. */

import { watchClicks } from "./board/input/clicks.js";
import { makeCardsDraggable, makeColumnsDraggable } from "./board/input/drag.js";
import { watchKeys } from "./board/input/keyboard.js";
import { offerSwitch } from "./board/input/shortcut_keys.js";
import { watchEnd } from "./board/loading/load_more.js";
import { BoardPage } from "./board/page.js";
import { ChatElement } from "./chat/element.js";
import { fetched } from "./page/lazy_assets.js";

class Board extends HTMLElement {
  connectedCallback() {
    const page = new BoardPage(this);
    this.page = page;
    page.columnNeeds.push(
      (column) => makeCardsDraggable(page, column),
      (column) => watchEnd(page, column),
      () => makeColumnsDraggable(page),
    );
    const sheet = fetched(() => import("./card/dialog.js")).then(({ Sheet }) => new Sheet(page));
    sheet.catch(reportError);
    page.openSheet = (number) => sheet.then((opened) => opened.open(number)).catch(() => undefined);
    page.filter = (what = "") => fetched(() => import("./board/filter/filter.js")).then(({ filterOf }) => filterOf(page).press(what)).catch(reportError);
    if (location.search) page.filter("read");
    watchClicks(page);
    watchKeys(page);
    offerSwitch();
    page.start().catch(reportError);
  }

  disconnectedCallback() {
    this.page?.stop();
  }
}

customElements.define("kr-board", Board);
customElements.define("kr-chat", ChatElement);
