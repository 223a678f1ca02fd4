/** A line below a field that says why a word for everyone in it notifies no one. */

/**
 * @param {HTMLTextAreaElement} field
 * @param {(text: string) => string} noteOf what to say of a text; "" for nothing
 */
export function watchNote(field, noteOf) {
  const line = Object.assign(document.createElement("p"), { className: "composer__notice", hidden: true });
  line.setAttribute("role", "status");
  line.dataset.local = "";
  field.after(line);
  const show = () => {
    const note = noteOf(field.value);
    line.hidden = !note;
    if (line.textContent !== note) line.textContent = note;
  };
  field.addEventListener("input", show);
  // It stays after the text was sent, until the next one is begun.
  if (field.value) show();
}
