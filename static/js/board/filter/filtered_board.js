/** A filter on the board: what does not fit is hidden, and what fits beyond the loaded part of a column is fetched. */

import { trusted } from "../../page/trusted_html.js";
import { dress } from "../dom/cards.js";
import { shownTotal } from "../dom/counts.js";
import { cardNode, cardsIn, columnNode, columnsOf, columnOf, isCard, listOf, moreOf, titleOf } from "../dom/queries.js";
import { isNews, watchEnd } from "../loading/load_more.js";
import { within } from "../dom/order.js";
import { findCard, frontier, guests, place, takeOff } from "../dom/placement.js";
import { days, fits, write } from "./predicate.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {import("./predicate").Wish} Wish */
/** How far a column was asked for: up to `edge` (null: to its end), and how many follow. @typedef {{ edge: string | null, remaining: number, busy: boolean, lost: boolean }} Reach */

/** @type {Reach} */
const NOWHERE = { edge: null, remaining: 0, busy: false, lost: false };
const RECOUNT_MS = 1_500;
const WATCHED = { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["data-labels", "data-assignees", "data-due-at", "data-done"] };

export class Sift {
  /** @type {Map<string, Reach>} */
  #reach = new Map();
  /** Made while the filter was on: out of sight at once, nobody would understand. @type {Set<string>} */
  #kept = new Set();
  #round = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;

  /** @param {BoardPage} page @param {Wish} wish @param {(told: { shown: number, all: number, busy: boolean, lost: boolean }) => void} tell */
  constructor(page, wish, tell) {
    this.page = page;
    this.wish = wish;
    this.tell = tell;
    this.observer = new MutationObserver(() => this.#look());
    this.heard = (/** @type {Event} */ event) => this.#hear(/** @type {CustomEvent} */ (event).detail.event);
    this.again = () => this.#fetchAll();
    this.back = () => { if ([...this.#reach.values()].some(({ lost }) => lost)) this.#fetchAll(); };
    page.sift = this;
    page.root.dataset.filter = "on";
    page.root.addEventListener("kr:event", this.heard);
    page.root.addEventListener("kr:resync", this.again);
    page.root.addEventListener("kr:line", this.back);
    this.want(wish);
  }

  /** Another wish. @param {Wish} wish */
  want(wish) {
    this.wish = wish;
    this.#kept.clear();
    this.#look();
    this.#fetchAll();
  }

  /** All cards again. */
  stop() {
    this.#round += 1;
    clearTimeout(this.#soon);
    this.observer.disconnect();
    const { page } = this;
    page.sift = null;
    delete page.root.dataset.filter;
    page.root.removeEventListener("kr:event", this.heard);
    page.root.removeEventListener("kr:resync", this.again);
    page.root.removeEventListener("kr:line", this.back);
    for (const id of [...guests]) this.#dismiss(id);
    for (const column of columnsOf(page.root)) this.#unsift(column);
  }

  /** Does the filter want a card that lies beyond the loaded part? It may then come. @param {import("../../types").Card} card */
  invites(card) {
    const reach = this.#reach.get(card.columnId);
    const wanted = Boolean(reach) && within(card.position, /** @type {Reach} */ (reach).edge) && this.#fits(factsOf(card));
    if (wanted) guests.add(card.id);
    return wanted;
  }

  /** The next cards that fit. @param {HTMLElement} list */
  async more(list) {
    const id = columnOf(list)?.dataset.id ?? "";
    const reach = this.#reach.get(id);
    if (reach?.remaining && !reach.busy) await this.#fetch(list, reach.edge ?? "");
  }

  // ── What is in the page ─────────────────────────────────────────────────────────────────────────

  #look() {
    this.observer.disconnect();
    // Not under a card that is being carried.
    if (this.page.gate.held) { this.page.gate.run(() => this.#look()); return; }
    if (this.page.sift !== this) return;
    for (const id of [...guests]) this.#review(id);
    for (const column of columnsOf(this.page.root)) this.#lookAt(column);
    this.observer.observe(this.page.root, WATCHED);
    this.#tell();
  }

  /** @param {HTMLElement} column */
  #lookAt(column) {
    const cards = cardsIn(listOf(column));
    for (const card of cards) this.#lookAtCard(card);
    const { remaining, busy } = this.#reach.get(column.dataset.id ?? "") ?? NOWHERE;
    const more = moreOf(listOf(column));
    if (more) more.hidden = !remaining;
    const found = cards.filter((card) => !card.hidden).length + remaining;
    setFound(column, found);
    column.toggleAttribute("data-none", !found && !busy);
  }

  /** @param {HTMLElement} card */
  #lookAtCard(card) {
    const { id = "", version } = card.dataset;
    if (version === "0") this.#kept.add(id);
    const out = !this.#kept.has(id) && !this.#fits(factsIn(card));
    if (card.hidden !== out) card.hidden = out;
  }

  /** A guest that no longer fits goes; one that the loaded part has reached is none any more. @param {string} id */
  #review(id) {
    const card = cardNode(id);
    const list = card?.parentElement;
    if (!card || !list) return;
    if (within(card.dataset.position ?? "", frontier(list))) guests.delete(id);
    else if (!this.#fits(factsIn(card))) this.#dismiss(id);
  }

  /** @param {string} id */
  #dismiss(id) {
    const card = cardNode(id);
    const list = card?.parentElement;
    guests.delete(id);
    if (card && list && !within(card.dataset.position ?? "", frontier(list))) takeOff(card);
  }

  /** @param {HTMLElement} column */
  #unsift(column) {
    for (const card of cardsIn(listOf(column))) card.hidden = false;
    const more = moreOf(listOf(column));
    if (more) more.hidden = false;
    column.querySelector(".column__found")?.remove();
    column.removeAttribute("data-none");
    watchEnd(this.page, column);
  }

  // ── What is not ─────────────────────────────────────────────────────────────────────────────────

  #fetchAll() {
    this.#round += 1;
    this.#reach.clear();
    for (const column of columnsOf(this.page.root)) {
      const list = listOf(column);
      if (moreOf(list)) this.#fetch(list, frontier(list) ?? "");
    }
    this.#tell();
  }

  /** @param {HTMLElement} list @param {string} after @param {boolean} [counting] only how many there are */
  async #fetch(list, after, counting = false) {
    const round = this.#round;
    const { page } = this;
    const id = columnOf(list)?.dataset.id ?? "";
    const reach = this.#reach.get(id) ?? { edge: after, remaining: 0, busy: false, lost: false };
    this.#reach.set(id, Object.assign(reach, { busy: true, lost: false }));
    page.parts.begin();
    try {
      const { cards, remaining } = await this.#ask(moreOf(list)?.dataset.url ?? "", after, counting);
      await new Promise((done) => page.gate.run(() => {
        if (round === this.#round) this.#take(list, reach, cards, remaining, counting);
        done(undefined);
      }));
    } catch {
      reach.lost = true;
    } finally {
      page.parts.end();
      reach.busy = false;
      if (round === this.#round) this.#look();
    }
    const column = columnOf(list);
    if (column && round === this.#round) watchEnd(page, column);
  }

  /** @param {string} url @param {string} after @param {boolean} counting */
  async #ask(url, after, counting) {
    const query = new URLSearchParams(write(this.wish));
    query.set("after", after);
    query.set("days", days(Date.now()).map((day) => day.toISOString()).join(","));
    if (counting) query.set("limit", "0");
    const response = await fetch(`${url}?${query}`, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });
    if (!response.ok) throw new Error(`${response.status}`);
    const items = [...document.importNode(trusted(await response.text()), true).children];
    return { cards: items.filter(isCard), remaining: Number(response.headers.get("X-Remaining")) };
  }

  /** @param {HTMLElement} list @param {Reach} reach @param {HTMLElement[]} cards @param {number} remaining @param {boolean} counting */
  #take(list, reach, cards, remaining, counting) {
    reach.remaining = remaining;
    if (!counting) reach.edge = remaining ? (cards.at(-1)?.dataset.position ?? reach.edge) : null;
    const columnId = columnOf(list)?.dataset.id ?? "";
    for (const card of cards.filter((one) => isNews(this.page, one))) {
      guests.add(card.dataset.id ?? "");
      dress(card, this.page.me.id);
      place(card, columnId, card.dataset.position ?? "");
    }
    this.#fetchUnseen(columnId, reach.edge);
  }

  /** Cards that came here while the question was under way: whether they fit, their faces tell. @param {string} columnId @param {string | null} edge */
  #fetchUnseen(columnId, edge) {
    for (const [id, card] of this.page.parts.elsewhere) {
      if (card.columnId !== columnId || cardNode(id) || !within(card.position, edge)) continue;
      guests.add(id);
      this.page.arrivals.fetch({ id, ...card, columnId });
    }
  }

  /** A card may now be wanted where it is not in the page, or counted where it is not seen. @param {import("../../types").LoggedEvent} event */
  #hear(event) {
    for (const card of event.payload?.cards ?? [event.payload]) this.#welcome(event, card);
    if ([...this.#reach.values()].some(({ remaining }) => remaining)) this.#recountSoon();
  }

  /** @param {import("../../types").LoggedEvent} event @param {any} card */
  #welcome(event, card) {
    if (!card?.columnId || !event.type.startsWith("card") || card.archivedAt || event.type.endsWith(".deleted")) return;
    const list = columnNode(card.columnId) && listOf(/** @type {HTMLElement} */ (columnNode(card.columnId)));
    if (!list || cardNode(card.id) || within(card.position, frontier(list)) || !this.invites(card)) return;
    const known = findCard(card.id);
    if (known) place(known, card.columnId, card.position);
    else this.page.arrivals.fetch(card);
  }

  #recountSoon() {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      for (const [id, reach] of this.#reach) {
        const column = reach.edge !== null && !reach.busy && columnNode(id);
        if (column) this.#fetch(listOf(column), reach.edge ?? "", true);
      }
    }, RECOUNT_MS);
  }

  // ── What is said ────────────────────────────────────────────────────────────────────────────────

  #tell() {
    const columns = columnsOf(this.page.root);
    const reaches = [...this.#reach.values()];
    this.tell({
      shown: sum(columns.map((column) => Number(column.querySelector(".column__found")?.textContent ?? 0))),
      all: sum(columns.map(shownTotal)),
      busy: reaches.some(({ busy }) => busy),
      lost: reaches.some(({ lost }) => lost),
    });
  }

  /** @param {import("./predicate").Facts} facts */
  #fits(facts) {
    return fits(this.wish, facts, this.page.root.dataset.key ?? "");
  }
}

/** What a card in the page shows. @param {HTMLElement} card @returns {import("./predicate").Facts} */
export function factsIn(card) {
  const { labels = "", assignees = "", number = "", dueAt } = card.dataset;
  const list = (/** @type {string} */ text) => text.split(" ").filter(Boolean);
  return { title: titleOf(card), key: number, labels: list(labels), people: list(assignees), dueAt: dueAt ? Date.parse(dueAt) : null, done: "done" in card.dataset };
}

/** What an event tells of a card. @param {any} card @returns {import("./predicate").Facts} */
function factsOf({ title, number, labelIds, assigneeIds, dueAt, doneAt }) {
  return { title, key: String(number), labels: labelIds ?? [], people: assigneeIds ?? [], dueAt: dueAt ? Date.parse(dueAt) : null, done: Boolean(doneAt) };
}

/** @param {HTMLElement} column @param {number} number */
function setFound(column, number) {
  const count = column.querySelector(".column__count");
  const known = column.querySelector(".column__found");
  const node = known ?? Object.assign(document.createElement("span"), { className: "column__found" });
  if (!known) count?.before(node);
  if (node.textContent !== String(number)) node.textContent = String(number);
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
