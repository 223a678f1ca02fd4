/** Entry of the archive page. */

import "./page/first_load.js";
import { ArchivePage } from "./archive/page.js";

class Archive extends HTMLElement {
  connectedCallback() {
    this.page = new ArchivePage(this);
  }

  disconnectedCallback() {
    this.page?.stop();
  }
}

customElements.define("kr-archive", Archive);
