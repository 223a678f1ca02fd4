/** The page of a project's members: people, roles and pending invitations, kept current by events. */

import { morphChildren } from "../board/dom/morph.js";
import { ServerRenderedPage } from "../live/server_rendered_page.js";
import { markTyped } from "../texts/typed.js";

const REFRESHING_EVENTS = /^(member|invitation)\.|^project\.updated$/;

export class MembersPage extends ServerRenderedPage {
  /** @param {HTMLElement} root */
  constructor(root) {
    super(root);
    markTyped(root);
    root.addEventListener("input", (event) => keepTyped(/** @type {HTMLElement} */ (event.target)));
    this.start();
  }

  /** @param {string} type */
  isAffectedBy(type) {
    return REFRESHING_EVENTS.test(type);
  }

  /** @param {HTMLElement} fresh */
  render(fresh) {
    morphChildren(this.live, fresh);
  }
}

/** Keeps what is being typed from being replaced. @param {HTMLElement} field */
function keepTyped(field) {
  field.dataset.typed = "";
}
