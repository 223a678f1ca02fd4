/** Opens files in the viewer, whose code is imported on the first click. If that fails, the link opens the file. */

export function watchFiles() {
  document.addEventListener("click", (event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a[data-view]"));
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!document.getElementById("viewer")) return;
    event.preventDefault();
    import("./viewer.js").then(({ viewFile }) => viewFile(link), () => location.assign(link.href));
  });
}
