/** Where an enlarged picture lies: its scale, and how far its middle is from the middle of the stage, in pixels. */

/** @typedef {{ scale: number, x: number, y: number }} Zoom */
/** @typedef {{ x: number, y: number }} Point measured from the middle of the stage */
/** @typedef {{ width: number, height: number }} Size */

/** The whole picture, as large as it fits. @type {Zoom} */
export const FITTED = { scale: 1, x: 0, y: 0 };
export const DOUBLE_CLICK_SCALE = 2.5;
const MAX_SCALE = 8;

/** Scales the picture, so that what lies under `point` stays there. @param {Zoom} zoom @param {number} scale @returns {Zoom} */
export function zoomAt(zoom, scale, point = { x: 0, y: 0 }) {
  const next = Math.min(MAX_SCALE, Math.max(1, scale));
  const ratio = next / zoom.scale;
  return { scale: next, x: point.x - (point.x - zoom.x) * ratio, y: point.y - (point.y - zoom.y) * ratio };
}

/**
 * Keeps the picture's edges at or beyond those of the stage; what fits is in the middle.
 * @param {Zoom} zoom @param {Size} picture as it is fitted @param {Size} stage @returns {Zoom}
 */
export function bounded({ scale, x, y }, picture, stage) {
  return {
    scale,
    x: within(x, (picture.width * scale - stage.width) / 2),
    y: within(y, (picture.height * scale - stage.height) / 2),
  };
}

/** @param {Zoom} zoom */
export function transformOf({ scale, x, y }) {
  return scale === 1 ? "" : `translate(${x}px, ${y}px) scale(${scale})`;
}

/** @param {number} value @param {number} most */
function within(value, most) {
  return most <= 0 ? 0 : Math.min(most, Math.max(-most, value));
}
