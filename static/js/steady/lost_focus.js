/**
 * Keeps the focus on the page when the focused control disappears: it goes to what appeared instead, or to the nearest control.
 * Browsers move it to the body, from where Tab begins at the top and Esc means something else.
 */

const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea";
const LAYERS = "dialog, [popover]";
const HIDING = ["hidden", "open", "disabled", "inert", "class", "data-pane", "data-chat", "data-folded"];
const LANDMARKS = "dialog[open] h1, .card[tabindex='0'], main h1, main";

/** @typedef {{ parent: Element, next: Element | null }} Place */

/** The control that has the focus, or lost it by disappearing. @type {HTMLElement | null} */
let focused = null;
/** The place that the control was removed from. @type {Place | null} */
let place = null;
/** Parts of the page that appeared since the last look. @type {Element[]} */
let appeared = [];
let planned = false;
/** The controls that opened dialogs and popovers. @type {WeakMap<Element, HTMLElement>} */
const openers = new WeakMap();

export function keepFocus() {
  document.addEventListener("focusin", (event) => onFocus(/** @type {HTMLElement} */ (event.target)));
  // A press on an empty place leaves a control on purpose. `focusout` would not tell: it comes before a removal too.
  document.addEventListener("mousedown", ({ target }) => {
    if (!(/** @type {Element} */ (target).closest(`${CONTROLS}, label`))) focused = null;
  }, true);
  const observer = new MutationObserver(onChange);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: HIDING });
}

/** @param {HTMLElement} node */
function onFocus(node) {
  const layer = node.closest(LAYERS);
  if (layer && focused && !layer.contains(focused)) openers.set(layer, focused);
  [focused, place] = [node, null];
}

/** @param {MutationRecord[]} records */
function onChange(records) {
  if (!focused) return;
  for (const { target, removedNodes, nextSibling } of records) {
    if (place || ![...removedNodes].some((gone) => gone.contains(focused))) continue;
    const next = /** @type {Element | CharacterData | null} */ (nextSibling);
    place = { parent: /** @type {Element} */ (target), next: next instanceof Element ? next : (next?.nextElementSibling ?? null) };
  }
  // In a hidden tab no frame comes, and parts would pile up.
  if (!document.hidden) appeared.push(...records.flatMap(shownBy));
  if (planned) return;
  planned = true;
  // Code that moves the focus itself has its turn first.
  requestAnimationFrame(look);
}

function look() {
  const parts = appeared;
  [appeared, planned] = [[], false];
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  if (!focused || (active && active !== document.body && isShown(active))) return;
  // What is still there and was not moved was left by code, on purpose.
  if (isShown(focused) && !place) { focused = null; return; }
  const next = isShown(focused) ? focused : replacement(focused, parts);
  if (!next) return;
  if (next.tabIndex < 0 && !next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
}

/** @param {HTMLElement} lost @param {Element[]} parts that appeared @returns {HTMLElement | null} */
function replacement(lost, parts) {
  const layer = lost.isConnected ? lost.closest(LAYERS) : null;
  if (layer && !isShown(layer)) return openerOf(layer);
  const at = lost.isConnected ? placeOf(lost) : place;
  return (at && around(at, parts)) ?? document.querySelector(LANDMARKS);
}

/** What appeared or is nearest in the smallest part of the page around a place. @param {Place} at @param {Element[]} parts */
function around(at, parts) {
  for (let root = /** @type {Element | null} */ (at.parent); root && root !== document.body; root = root.parentElement) {
    const part = root;
    const found = parts.filter((each) => part.contains(each)).map(firstIn).find(Boolean) ?? nearest(part, at);
    if (found || part.matches(LAYERS)) return found;
  }
  return null;
}

/** The control where the lost one was, else the last one before it, else the first after it. @param {Element} root @param {Place} at */
function nearest(root, { next }) {
  const all = controlsIn(root).filter((each) => !each.matches(FIELDS));
  const before = all.filter((each) => !next || !isFrom(each, next));
  return all.find((each) => next?.contains(each)) ?? before.at(-1) ?? all[0] ?? null;
}

/** Is a node in another or after it? @param {Element} node @param {Element} other */
function isFrom(node, other) {
  return other.contains(node) || Boolean(other.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING);
}

/** @param {Element} layer a dialog or popover that closed @returns {HTMLElement | null} */
function openerOf(layer) {
  const opener = openers.get(layer);
  return isShown(opener) ? /** @type {HTMLElement} */ (opener) : document.querySelector(LANDMARKS);
}

/** The place of a hidden control: that of the outermost part that is hidden with it. @param {Element} lost @returns {Place} */
function placeOf(lost) {
  let part = lost;
  while (part.parentElement && !isShown(part.parentElement)) part = part.parentElement;
  return { parent: part.parentElement ?? document.body, next: part.nextElementSibling };
}

/** The parts of the page that a change showed. @param {MutationRecord} record @returns {Element[]} */
function shownBy({ type, target, addedNodes, attributeName }) {
  if (type === "childList") return /** @type {Element[]} */ ([...addedNodes].filter((node) => node instanceof Element));
  return attributeName === "hidden" || attributeName === "open" ? [/** @type {Element} */ (target)] : [];
}

/** The first control of a part, or its first field. @param {Element} part @returns {HTMLElement | null} */
function firstIn(part) {
  const all = controlsIn(part);
  return all.find((each) => each.matches(FIELDS)) ?? all[0] ?? null;
}

/** The shown controls of a part, itself included, in their order. @param {Element} part @returns {HTMLElement[]} */
function controlsIn(part) {
  const all = /** @type {HTMLElement[]} */ ([...(part.matches(CONTROLS) ? [part] : []), ...part.querySelectorAll(CONTROLS)]);
  return all.filter((each) => each.tabIndex >= 0 && isShown(each));
}

/** @param {Element | null | undefined} node */
function isShown(node) {
  if (!node?.isConnected || node.closest("[inert]") || node.matches(":disabled")) return false;
  return node.checkVisibility?.({ visibilityProperty: true }) ?? true;
}
