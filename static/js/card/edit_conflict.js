/** Resolves an edit conflict of a description: shows both texts and the merge to choose from. */

import "../board/first_load.js";
import { announce } from "../page/announce.js";
import { fill, gettext, ngettext } from "../page/i18n.js";
import { changesBetween, mergeTexts, mergeField } from "./merge.js";

/** @typedef {import("./text_draft").CardText} CardText */
/** @typedef {CardText & { version: number }} Base */

/**
 * @param {import("./dialog").CardDialog} cardDialog
 * @param {{ base: Base, theirs: Base, written: () => CardText, take: (words: CardText) => void }} both
 */
export function showConflict(cardDialog, { base, theirs, written, take }) {
  const blank = /** @type {HTMLTemplateElement} */ (cardDialog.body.querySelector("template[data-blank=clash]"));
  const panel = /** @type {HTMLElement} */ (document.importNode(blank.content, true).firstElementChild);
  const redraw = () => render(panel, base, theirs, written());
  panel.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-take]"));
    if (!button) return;
    panel.remove();
    take(resolved(button.dataset.take ?? "", base, theirs, written()));
  });
  find(panel, "[data-who]").textContent = gettext("Someone else changed this card while you were writing.");
  redraw();
  cardDialog.body.querySelector("[data-edit] form")?.prepend(panel);
  panel.scrollIntoView?.({ block: "nearest" });
  announce(panel.querySelector("[data-who]")?.textContent ?? "");
  showAuthor(cardDialog, panel, theirs.version);
  return { theirs, redraw, remove: () => panel.remove(), focus: () => panel.focus() };
}

/** @param {string} which @param {Base} base @param {Base} theirs @param {CardText} mine @returns {CardText} */
export function resolved(which, base, theirs, mine) {
  if (which === "mine") return mine;
  if (which === "theirs") return { title: theirs.title, description: theirs.description };
  const { value: title } = mergeField(base.title, mine.title, theirs.title);
  return { title, description: mergeTexts(base.description, mine.description, theirs.description).text };
}

/** @param {import("./dialog").CardDialog} cardDialog @param {HTMLElement} panel @param {number} version */
async function showAuthor(cardDialog, panel, version) {
  const actor = await cardDialog.page.lastWriters.actorOf(cardDialog.cardId, version);
  const words = gettext("%(name)s changed this card while you were writing.");
  if (actor) find(panel, "[data-who]").textContent = fill(words, { name: cardDialog.page.memberName(actor) });
}

/** @param {HTMLElement} panel @param {Base} base @param {Base} theirs @param {CardText} mine */
function render(panel, base, theirs, mine) {
  const both = mergeTexts(base.description, mine.description, theirs.description);
  renderChanges(panel, "theirs", base.description, theirs.description);
  renderChanges(panel, "mine", base.description, mine.description);
  renderChanges(panel, "merged", theirs.description, both.text);
  find(panel, "[data-how]").textContent = both.clashes ? conflictText(both.clashes) : gettext("Your changes and theirs don’t conflict.");
  const title = find(panel, "[data-title]");
  title.hidden = theirs.title === mine.title;
  title.textContent = fill(gettext("The title is now “%(title)s”."), theirs);
}

/** @param {number} n */
function conflictText(n) {
  return fill(
    ngettext(
      "You both changed %(n)s place. Both versions are kept there, one after the other.",
      "You both changed %(n)s places. Both versions are kept there, one after the other.",
      n,
    ),
    { n },
  );
}

/** @param {HTMLElement} panel @param {string} name @param {string} before @param {string} after */
function renderChanges(panel, name, before, after) {
  const rows = changesBetween(before, after).map(({ mark, line }) => {
    const row = Object.assign(document.createElement("li"), { dir: "auto", textContent: line });
    row.dataset.mark = mark;
    return row;
  });
  find(panel, `[data-${name}]`).replaceChildren(...rows);
}

/** @param {HTMLElement} panel @param {string} selector */
function find(panel, selector) {
  return /** @type {HTMLElement} */ (panel.querySelector(selector));
}
