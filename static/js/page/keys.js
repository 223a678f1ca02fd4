/** Key events, as shortcuts and fields understand them: on any layout, and with an input method (IME). */

/** @typedef {Pick<KeyboardEvent, "key" | "code"> & Partial<KeyboardEvent>} KeyEvent */

/** Signs that a layout without Latin letters has no key for; with Shift a Slash is "?". @type {Record<string, string>} */
const SIGNS = { BracketLeft: "[", BracketRight: "]", Slash: "/" };
const LATIN = /\p{Script=Latin}/u;

/**
 * The key of an event: "m" for the M key, with a Russian layout too. What AltGr types is that character alone.
 * @param {KeyEvent} event
 */
export function keyOf(event) {
  const { key, code } = event;
  if (key.length !== 1) return key;
  if (key <= "~" || hasAltGr(event)) return key.toLowerCase();
  if (code?.startsWith("Key")) return code.slice(3).toLowerCase();
  if (LATIN.test(key)) return key;
  return code === "Slash" && event.shiftKey ? "?" : SIGNS[code] ?? key;
}

/** Is no key held that makes another one a command? AltGr, and Option on a Mac, may be held to type a sign. @param {KeyEvent} event */
export function isPlain(event) {
  if (event.metaKey) return false;
  if (!event.ctrlKey && !event.altKey) return true;
  return /^[!-/:-@[-`{-~]$/.test(event.key) && (hasAltGr(event) || (!event.ctrlKey && /^(Mac|iP)/.test(navigator.platform)));
}

/** Is Ctrl or Cmd held? Windows reports AltGr as Ctrl with Alt. @param {KeyEvent} event */
export function isCommand(event) {
  return !hasAltGr(event) && !event.altKey && Boolean(event.ctrlKey || event.metaKey);
}

/** @param {KeyEvent} event */
function hasAltGr(event) {
  return event.getModifierState?.("AltGraph") || Boolean(event.ctrlKey && event.altKey);
}

/**
 * Does the key belong to an input method, such as the Enter that takes a word? Safari ends the composition before this
 * event, and says so by its number alone.
 * @param {Pick<KeyboardEvent, "isComposing" | "keyCode">} event
 */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

/** Keeps keys of an input method from every handler of the page: no field is sent, left or renamed by them. */
export function ignoreComposing(target = window) {
  target.addEventListener("keydown", (event) => { if (isComposing(event)) event.stopImmediatePropagation(); }, true);
}
