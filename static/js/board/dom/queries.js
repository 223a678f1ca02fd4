/** Queries on the board's DOM, which is the store. None of them searches the whole board. */

/** @param {string} id */
export function cardNode(id) {
  return document.getElementById(`card-${id}`);
}

/** @param {string} id */
export function columnNode(id) {
  return document.getElementById(`column-${id}`);
}

/** @param {Element} column @returns {HTMLElement} */
export function listOf(column) {
  return /** @type {HTMLElement} */ (column.querySelector("[data-list]"));
}

/** @param {Element} node @returns {HTMLElement | null} */
export function columnOf(node) {
  return node.closest(".column[data-id]");
}

/** @param {Element} node @returns {HTMLElement | null} */
export function cardOf(node) {
  return node.closest(".card[data-id]");
}

/** @param {Element | null} node @returns {node is HTMLElement} */
export function isCard(node) {
  return node instanceof HTMLElement && node.classList.contains("card");
}

/** @param {Element} list @returns {HTMLElement[]} */
export function cardsIn(list) {
  return [...list.children].filter(isCard);
}

/** The sentinel at the end of a column that is loaded in part. @param {Element} list @returns {HTMLElement | null} */
export function sentinelOf(list) {
  return list.querySelector(":scope > [data-more]");
}

/** @param {Element} card @returns {HTMLElement | null} */
export function cardAfter(card) {
  let next = card.nextElementSibling;
  while (next && !isCard(next)) next = next.nextElementSibling;
  return next;
}

/** @param {Element} card @returns {HTMLElement | null} */
export function cardBefore(card) {
  let previous = card.previousElementSibling;
  while (previous && !isCard(previous)) previous = previous.previousElementSibling;
  return previous;
}

/** A card's column and the card above it; null for the first card. @typedef {{ columnId: string, after: string | null }} Place */

/** @param {HTMLElement} card @returns {Place} */
export function placeOf(card) {
  return { columnId: columnOf(card)?.dataset.id ?? "", after: cardBefore(card)?.dataset.id ?? null };
}

/** @param {Element} board @returns {HTMLElement[]} */
export function columnsOf(board) {
  return /** @type {HTMLElement[]} */ ([...board.children].filter((node) => node.matches(".column[data-id]:not([hidden])")));
}

/** @param {Element} card */
export function cardLink(card) {
  return /** @type {HTMLAnchorElement} */ (card.querySelector(".card__link"));
}

/** @param {Element} card */
export function cardTitle(card) {
  return cardLink(card).textContent?.trim() ?? "";
}

/** @param {Element} column */
export function columnName(column) {
  return column.querySelector(".column__name")?.textContent?.trim() ?? "";
}

/** The column that a card was removed from. @type {WeakMap<Element, string>} */
export const homeColumns = new WeakMap();

/** The fields of a card that its node holds; `columnId` is null if it is not on the board. @param {HTMLElement} card */
export function readCard(card) {
  const columnId = columnOf(card)?.dataset.id ?? null;
  const { id = "", position = "", version = "0", number = "0" } = card.dataset;
  const home = columnId ?? homeColumns.get(card) ?? null;
  return { id, position, version: Number(version), number: Number(number), title: cardTitle(card), columnId, home };
}

/** The fields of a column that its node holds. @param {HTMLElement} column */
export function readColumn(column) {
  const { id = "", position = "", version = "0", color = "gray", wipLimit = "" } = column.dataset;
  return {
    id,
    position,
    version: Number(version),
    color,
    name: columnName(column),
    wipLimit: wipLimit ? Number(wipLimit) : null,
    shown: true,
  };
}
