/** Converts dates in card forms between the user's time zone and UTC. */

/** @param {HTMLFormElement} form @param {string} name @param {FormData} [data] @returns {string | null} */
export function toInstant(form, name, data = new FormData(form)) {
  const local = String(data.get(name) ?? "");
  return local ? new Date(local).toISOString() : null;
}

/** Shows the server's UTC dates as local time. @param {ParentNode} body */
export function showLocalDates(body) {
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (body.querySelectorAll("input[data-utc]:not([data-typed])"))) {
    const at = new Date(field.dataset.utc || NaN);
    if (Number.isNaN(at.getTime())) continue;
    field.value = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }
}
