/** The number of matches at the head of a column. */

/** @param {HTMLElement} column @param {number} number */
export function setFound(column, number) {
  const count = column.querySelector(".column__count");
  const known = column.querySelector(".column__found");
  const node = known ?? Object.assign(document.createElement("span"), { className: "column__found" });
  if (!known) count?.before(node);
  if (node.textContent !== String(number)) node.textContent = String(number);
}

/** @param {number[]} numbers */
export function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
