/** Dates in card forms: a day and, by choice, a time. The server has instants in UTC, the user in their own time zone. */

/**
 * Reads the moment of a form's fields: a day, an instant if there is a time beside it, or null.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {FormData} [data]
 * @returns {string | null}
 */
export function momentOf(form, name, data = new FormData(form)) {
  const [day, time] = [name, `${name}_time`].map((field) => String(data.get(field) ?? ""));
  if (!day || !time) return day || null;
  const at = new Date(`${day}T${time}`);
  return Number.isNaN(at.getTime()) ? `${day}T${time}` : at.toISOString();
}

/** Shows the server's UTC times as local ones. @param {ParentNode} body */
export function showLocalDates(body) {
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (body.querySelectorAll("input[data-utc]:not([data-typed])"))) {
    const at = new Date(field.dataset.utc || NaN);
    const time = /** @type {HTMLInputElement | null | undefined} */ (field.form?.elements.namedItem(`${field.name}_time`));
    if (Number.isNaN(at.getTime()) || !time) continue;
    const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString();
    field.value = local.slice(0, 10);
    time.value = local.slice(11, 16);
  }
}
