/** Entry of a project's files page: uploads files and shows changes by others. */

import "./page/first_load.js";
import { FilesPage } from "./files/page.js";

class Files extends HTMLElement {
  connectedCallback() {
    this.page = new FilesPage(this);
  }

  disconnectedCallback() {
    this.page?.stop();
  }
}

customElements.define("kr-files", Files);
