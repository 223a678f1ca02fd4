/** Which texts are empty for the eye: the same as in core/names.py, which cleans names. */

const VISIBLE = new RegExp(
  "(?!\\u034f|[\\u17b4-\\u17b5]|\\u{16fe4}|[\\u00ad\\u115f\\u1160\\u2065\\u2800\\u3164\\uffa0\\u{1d159}\\u{e0000}-\\u{e0fff}]" +
    "|[\\ufdd0-\\ufdef\\ufff0-\\ufff8]|\\p{NChar})" +
    "[\\p{L}\\p{N}\\p{P}\\p{S}\\p{Co}\\p{Cn}\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}]",
  "u",
);

/** Is something of the text visible? @param {string} text */
export function hasVisible(text) {
  return VISIBLE.test(text);
}

/** The text without outer spaces; "" if nothing of it is visible. @param {string} text */
export function visibleText(text) {
  return hasVisible(text) ? text.trim() : "";
}
