/** Entry of a card's own page: its forms go to the server as they are; this keeps what is typed, and one's own clock. */

import { CardPage } from "./card/page.js";

const body = /** @type {HTMLElement | null} */ (document.querySelector(".sheet--page"));
try {
  if (body?.querySelector("[data-card]")) new CardPage(body);
} catch (error) {
  // Storage is forbidden: the page works without it.
  reportError(error);
}
