/** Shows the file's icon while a thumbnail is not made yet, and asks for it again. */

const THUMBNAIL = /\/api\/v1\/files\/[^/]+\/thumbnail$/;
const DELAYS_MS = [3_000, 6_000, 15_000, 30_000, 60_000];

/** @type {WeakMap<HTMLImageElement, number>} */
const tries = new WeakMap();

export function watchThumbnails() {
  // These events do not bubble.
  document.addEventListener("error", (event) => onThumbnail(event, miss), true);
  document.addEventListener("load", (event) => onThumbnail(event, (image) => image.classList.remove("is-missing")), true);
  // Some have failed before this script ran.
  for (const image of document.images) if (image.complete && !image.naturalWidth) onThumbnail({ target: image }, miss);
}

/** @param {{ target: EventTarget | null }} event @param {(image: HTMLImageElement) => void} act */
function onThumbnail({ target }, act) {
  if (target instanceof HTMLImageElement && THUMBNAIL.test(target.src)) act(target);
}

/** @param {HTMLImageElement} image */
function miss(image) {
  image.classList.add("is-missing");
  const delay = DELAYS_MS[tries.get(image) ?? 0];
  if (!delay) return;
  tries.set(image, (tries.get(image) ?? 0) + 1);
  setTimeout(() => {
    if (!image.isConnected) return;
    image.loading = "eager"; // a lazy image that is hidden would never load
    image.src = String(image.src);
  }, delay);
}
