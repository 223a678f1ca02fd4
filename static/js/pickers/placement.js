/** The place of a popover: its left edge under that of its button, above it where there is no room, always in the window. */

const GAP = 4;
const EDGE = 8;

/** @param {HTMLElement} box @param {{ left: number, top: number, bottom: number }} at */
export function placeInWindow(box, at) {
  const { offsetWidth: width, offsetHeight: height } = box;
  const { clientWidth: wide, clientHeight: high } = document.documentElement;
  const left = Math.max(EDGE, Math.min(at.left, wide - width - EDGE));
  const below = at.bottom + GAP;
  const top = below + height + EDGE > high ? Math.max(EDGE, at.top - height - GAP) : below;
  Object.assign(box.style, { position: "fixed", inset: "auto", margin: "0", left: `${left}px`, top: `${top}px` });
}
