/** Opens pictures in the viewer, whose code is imported on the first click. If that fails, the link opens the picture. */

export function watchPictures() {
  document.addEventListener("click", (event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a[data-picture]"));
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!document.getElementById("viewer")) return;
    event.preventDefault();
    import("./picture_viewer.js").then(({ viewPicture }) => viewPicture(link), () => location.assign(link.href));
  });
}
