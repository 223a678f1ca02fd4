/** Entry of a card's own page. Its forms work without script; this keeps drafts and shows local times. */

import "./page/first_load.js";
import { CardPage } from "./card/page.js";

const body = /** @type {HTMLElement | null} */ (document.querySelector(".sheet--page"));
try {
  if (body?.querySelector("[data-card]")) new CardPage(body);
} catch (error) {
  // The browser forbids storage: the page works without it.
  reportError(error);
}
