/** Closes a dialog from its backdrop. A press that begins or ends in the dialog, such as a selection of text, leaves it open. */

/**
 * @param {HTMLDialogElement} dialog
 * @param {(target: EventTarget | null) => boolean} [isBackdrop] is this node the empty place around the dialog's content?
 */
export function closeFromBackdrop(dialog, isBackdrop = (target) => target === dialog) {
  let pressed = false;
  let released = false;
  const outside = (/** @type {PointerEvent} */ event) => isBackdrop(event.target) && (event.target !== dialog || isBeyond(dialog, event));
  dialog.addEventListener("pointerdown", (event) => { pressed = event.button === 0 && outside(event); released = false; });
  dialog.addEventListener("pointerup", (event) => { released = outside(event); });
  // The click comes to the nearest node around both places, which is the dialog too if only one of them is the backdrop.
  dialog.addEventListener("click", (event) => {
    if (pressed && released && isBackdrop(event.target)) dialog.close();
    pressed = false;
  });
}

/** Is the pointer beside the dialog's box? Its padding belongs to the dialog. @param {Element} dialog @param {PointerEvent} event */
function isBeyond(dialog, { clientX: x, clientY: y }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return x < left || x > right || y < top || y > bottom;
}
