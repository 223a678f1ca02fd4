/**
 * Keeps clicks and keys that come before the page's modules run, and repeats them afterwards. It is small and has no imports, so that
 * it runs as soon as the page is shown. Links go their way, and fields take their keys themselves.
 */

(() => {
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (!visit.domContentLoadedEventStart) keepUntilReady();

  /** The modules of a page have run when DOMContentLoaded comes. */
  function keepUntilReady() {
    /** @type {(() => void)[]} */
    const kept = [];
    const watching = new AbortController();
    const options = { capture: true, signal: watching.signal };

    addEventListener("click", (event) => {
      const button = event.target instanceof Element && event.target.closest("button[data-action]");
      if (button instanceof HTMLElement) kept.push(() => button.click());
    }, options);

    addEventListener("keydown", (event) => {
      if (!isWanted(event, kept.length > 0)) return;
      // Else a space would press the button that was clicked, and a slash open the browser's own search.
      event.preventDefault();
      kept.push(() => press(event));
    }, options);

    document.addEventListener("DOMContentLoaded", () => {
      watching.abort();
      for (const repeat of kept) repeat();
    });
  }

  /**
   * Is it a shortcut, or text for a field that an earlier click or key will open?
   * @param {KeyboardEvent} event @param {boolean} follows
   */
  function isWanted({ key, target, isComposing, keyCode, ctrlKey, metaKey, altKey }, follows) {
    if (isComposing || keyCode === 229 || altKey || (target instanceof Element && target.matches("input, textarea, select"))) return false;
    if (ctrlKey || metaKey) return key === "k";
    return follows ? key.length === 1 || key === "Enter" : key.length === 1 && key !== " ";
  }

  /** Types into the field that has the focus by now, or has the page handle the key. @param {KeyboardEvent} event */
  function press(event) {
    const field = document.activeElement;
    const isField = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
    if (isField && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      field.setRangeText(event.key, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: event.key }));
      return;
    }
    const target = event.target instanceof Element && event.target.isConnected ? event.target : document.body;
    (isField ? field : target).dispatchEvent(new KeyboardEvent("keydown", event));
  }
})();
