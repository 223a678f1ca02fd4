/** Links to cards of this board, and to a comment, checklist or item in one, open over the board. */

/** @param {import("../page").BoardPage} page @param {HTMLAnchorElement} link @returns {boolean} whether it leads to a card of this board */
export function openCardLink(page, link) {
  if (link.origin !== location.origin || !link.pathname.startsWith(`${page.url}/cards/`)) return false;
  const number = Number(link.pathname.slice(`${page.url}/cards/`.length));
  if (number) page.openCard(number, undefined, link.hash.slice(1));
  return Boolean(number);
}

/** Leaves clicks that open a new tab or window to the browser. @param {MouseEvent} event */
export function opensElsewhere(event) {
  return event.defaultPrevented || event.button > 0 || event.ctrlKey || event.metaKey || event.shiftKey;
}
