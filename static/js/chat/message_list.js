/** The list of messages and move notices: their order, their groups, and what differs per reader. */

import { morph } from "../board/dom/morph.js";
import { formatTimes } from "../page/time.js";
import { gettext } from "../page/i18n.js";
import { dayOf, continuesGroup } from "./message_groups.js";

const UNSENT = "[data-state]";

export class MessageList {
  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
    this.list = /** @type {HTMLElement} */ (chat.root.querySelector("[data-messages]"));
    /** Does the list reach to the newest message? */
    this.atEnd = true;
  }

  /** @param {string} id @returns {HTMLElement | null} */
  node(id) {
    return document.getElementById(`message-${id}`);
  }

  /** Messages that the server has, oldest first. */
  get messages() {
    return /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll(`:scope > .msg:not(${UNSENT})`)]);
  }

  get first() {
    return /** @type {HTMLElement | null} */ (this.list.querySelector(`:scope > .msg:not(${UNSENT})`));
  }

  get last() {
    return this.messages.at(-1) ?? null;
  }

  /** Inserts a node by its time. Unsent messages stay last. @param {HTMLElement} node */
  insert(node) {
    const at = timeOf(node);
    let next = /** @type {Element | null} */ (null);
    for (let item = this.list.lastElementChild; item; item = item.previousElementSibling) {
      const { dataset } = /** @type {HTMLElement} */ (item);
      if (item.matches(UNSENT) || (dataset.at && Date.parse(dataset.at) > at)) next = item;
      else if (dataset.at) break;
    }
    this.list.insertBefore(node, next);
  }

  /** Patches a message with newer HTML. @param {HTMLElement} fresh */
  patch(fresh) {
    const known = this.node(fresh.dataset.id ?? "");
    if (!known) return;
    fresh.tabIndex = known.tabIndex;
    const settled = known.matches(UNSENT);
    morph(known, fresh);
    if (settled) this.insert(known);
    this.prepare(known);
  }

  /** @param {HTMLElement[]} items */
  prepend(items) {
    this.list.prepend(...this.#unknown(items));
    this.#prepareNew(items);
  }

  /** @param {HTMLElement[]} items */
  append(items) {
    for (const item of this.#unknown(items)) this.insert(item);
    this.#prepareNew(items);
  }

  /** Shows another part of the conversation. Unsent messages stay. @param {HTMLElement[]} items */
  replace(items) {
    const known = new Set(items.map((item) => item.id));
    const unsent = [...this.list.querySelectorAll(`:scope > ${UNSENT}`)].filter((node) => !known.has(node.id));
    this.list.replaceChildren(...items, ...unsent);
    this.#prepareNew(items);
  }

  prepareAll() {
    this.#prepareNew(/** @type {HTMLElement[]} */ ([...this.list.children]));
  }

  /** @param {HTMLElement} node */
  prepare(node) {
    const { me } = this.chat;
    const mine = node.dataset.author === me;
    formatTimes(node);
    node.classList.toggle("is-mine", mine);
    node.classList.toggle("is-mentioned", !mine && (node.dataset.mentions ?? "").split(" ").includes(me));
    const name = mine && node.querySelector(".msg__who > b");
    if (name) name.textContent = gettext("You");
    for (const inner of node.querySelectorAll("button, a")) inner.setAttribute("tabindex", node.tabIndex === 0 ? "0" : "-1");
    for (const reaction of /** @type {NodeListOf<HTMLElement>} */ (node.querySelectorAll(".reaction"))) {
      reaction.setAttribute("aria-pressed", String((reaction.dataset.users ?? "").split(" ").includes(me)));
    }
  }

  /** Updates groups and day dividers. The list is short, and only differences are written. */
  updateGroups() {
    const quiet = !("hideQuiet" in this.chat.root.dataset);
    let before = /** @type {import("./message_groups").MessageInfo | null} */ (null);
    let day = "";
    for (const node of /** @type {HTMLElement[]} */ ([...this.list.children])) {
      if (node.dataset.day) { if (node.dataset.day === day || isEmptyDay(node)) node.remove(); continue; }
      if (node.matches(".rule")) { before = null; continue; }
      if (!node.dataset.at || (!quiet && node.matches(".quiet"))) continue;
      const said = { author: node.dataset.author, at: timeOf(node), reply: Boolean(node.querySelector(".msg__reply")) };
      const today = dayOf(said.at);
      if (today !== day) { insertDay(node, today); before = null; }
      node.classList.toggle("msg--follow", continuesGroup(before, said));
      [before, day] = [said, today];
    }
  }

  /** @param {HTMLElement[]} items */
  #unknown(items) {
    return items.filter((item) => !item.id || !document.getElementById(item.id));
  }

  /** @param {HTMLElement[]} items */
  #prepareNew(items) {
    for (const item of items) if (item.isConnected) this.prepare(item);
    this.updateGroups();
  }
}

/** @param {HTMLElement} node */
function timeOf(node) {
  return Date.parse(node.dataset.at ?? "");
}

/** Is no message of the divider's day left below it? @param {HTMLElement} rule */
function isEmptyDay(rule) {
  let next = /** @type {HTMLElement | null} */ (rule.nextElementSibling);
  while (next && !next.dataset.at && !next.dataset.day) next = /** @type {HTMLElement | null} */ (next.nextElementSibling);
  if (!next?.dataset.at || dayOf(timeOf(next)) !== rule.dataset.day) return true;
  return false;
}

/** @param {HTMLElement} node the first of its day @param {string} day */
function insertDay(node, day) {
  let above = /** @type {HTMLElement | null} */ (node.previousElementSibling);
  while (above && !above.dataset.at && above.dataset.day !== day) above = /** @type {HTMLElement | null} */ (above.previousElementSibling);
  if (above?.dataset.day === day) return;
  const rule = Object.assign(document.createElement("li"), { className: "rule" });
  rule.dataset.day = day;
  const time = Object.assign(document.createElement("time"), { dateTime: node.dataset.at });
  time.dataset.format = "day";
  rule.append(time);
  const edge = node.previousElementSibling?.matches(".rule--new") ? node.previousElementSibling : node;
  edge.before(rule);
  formatTimes(rule);
}
