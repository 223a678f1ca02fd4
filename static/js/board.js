/** Entry of the board page. */

import { watchClicks } from "./board/clicks.js";
import { makeCardsDraggable, makeColumnsDraggable } from "./board/dnd.js";
import { watchKeys } from "./board/keyboard.js";
import { offerSwitch } from "./board/keys.js";
import { watchEnd } from "./board/lazy.js";
import { BoardPage } from "./board/page.js";
import { ChatElement } from "./chat/element.js";
import { fetched } from "./page/fetched.js";

class Board extends HTMLElement {
  connectedCallback() {
    const page = new BoardPage(this);
    this.page = page;
    page.columnNeeds.push(
      (column) => makeCardsDraggable(page, column),
      (column) => watchEnd(page, column),
      () => makeColumnsDraggable(page),
    );
    const sheet = fetched(() => import("./board/sheet.js")).then(({ Sheet }) => new Sheet(page));
    sheet.catch(reportError);
    page.openSheet = (number) => sheet.then((opened) => opened.open(number)).catch(() => undefined);
    page.filter = (what = "") => fetched(() => import("./board/filter.js")).then(({ filterOf }) => filterOf(page).press(what)).catch(reportError);
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
