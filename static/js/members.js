/** Entry of the page of a project's members. */

import "./page/first_load.js";
import { MembersPage } from "./members/page.js";

class Members extends HTMLElement {
  connectedCallback() {
    this.page = new MembersPage(this);
  }

  disconnectedCallback() {
    this.page?.stop();
  }
}

customElements.define("kr-members", Members);
