/** Entry of the page of a project's files: takes uploads, and shows what others bring and delete. */

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
