/** Esc ends a drag by mouse, pen or touch, and puts what was dragged back where it was. Works for every Sortable of the page. */

/** @typedef {{ item: HTMLElement, parent: Element, next: Element | null }} Drag */

/** @param {(item: HTMLElement) => void} cancelled told after the item is back */
export function watchDragCancel(cancelled) {
  /** @type {Drag | null} */
  let drag = null;
  document.addEventListener("start", (event) => { drag = begun(event); });
  document.addEventListener("end", () => { drag = null; });
  // In the capture phase: the same key closes dialogs and clears the selection.
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drag) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { item } = drag;
    cancel(drag);
    drag = null;
    cancelled(item);
  }, true);
}

/** The place of a Sortable's item before it moves. @param {Event} event @returns {Drag | null} */
function begun(event) {
  const { item } = /** @type {Event & { item?: HTMLElement }} */ (event);
  return item?.parentElement ? { item, parent: item.parentElement, next: item.nextElementSibling } : null;
}

/** @param {Drag} drag */
function cancel({ item, parent, next }) {
  if (parent.isConnected && !(item.parentElement === parent && item.nextElementSibling === next)) {
    parent.insertBefore(item, next?.parentElement === parent ? next : null);
  }
  ignoreRelease();
  // Sortable listens for the release on the document; the item is where it was, so that the drop changes nothing.
  for (const type of ["pointerup", "mouseup", "touchend"]) document.dispatchEvent(new Event(type));
}

/** Keeps the click at the end of the press, which is still to come, from the card below the pointer. */
function ignoreRelease() {
  const controller = new AbortController();
  const { signal } = controller;
  const stop = (/** @type {Event} */ event) => { event.preventDefault(); event.stopImmediatePropagation(); };
  addEventListener("click", stop, { capture: true, signal });
  for (const type of ["pointerup", "pointercancel"]) {
    addEventListener(type, (event) => { if (event.isTrusted) setTimeout(() => controller.abort()); }, { capture: true, signal });
  }
  addEventListener("pointerdown", () => controller.abort(), { capture: true, signal });
}
