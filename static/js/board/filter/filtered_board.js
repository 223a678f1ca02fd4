/** A filtered board: hides cards that do not match, and fetches matching cards beyond the loaded part of a column. */

import { dayOfDate } from "../../texts/moments.js";
import { request } from "../../page/requests.js";
import { trusted } from "../../page/trusted_html.js";
import { prepareCard } from "../dom/cards.js";
import { shownCount } from "../dom/counts.js";
import { cardNode, cardsIn, columnNode, columnsOf, columnOf, isCard, listOf, sentinelOf } from "../dom/queries.js";
import { isUnknown, observeEnd } from "../loading/load_more.js";
import { isWithin } from "../dom/order.js";
import { findCard, frontier, guests, placeCard, detachCard } from "../dom/placement.js";
import { factsOfElement, factsOfEvent } from "./card_facts.js";
import { setFound, sum } from "./column_counts.js";
import { FoundCards } from "./found_cards.js";
import { dayStarts, matchesChoices, formatQuery } from "./predicate.js";

/** @typedef {import("../page").BoardPage} BoardPage */
/** @typedef {import("./predicate").FilterQuery} FilterQuery */
/**
 * How far a column was searched: up to `edge` (null: to its end), with `remaining` matches after it.
 * @typedef {{ edge: string | null, remaining: number, busy: boolean, lost: boolean }} Reach
 */

/** @type {Reach} */
const NOWHERE = { edge: null, remaining: 0, busy: false, lost: false };
const RECOUNT_MS = 1_500;
const WATCHED = {
  childList: true,
  subtree: true,
  characterData: true,
  attributes: true,
  attributeFilter: ["data-labels", "data-assignees", "data-due-at", "data-done"],
};

export class FilteredBoard {
  /** @type {Map<string, Reach>} */
  #reach = new Map();
  /** Cards created while the filter is on. They stay visible: hiding them at once would surprise the user. @type {Set<string>} */
  #kept = new Set();
  #round = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;

  /**
   * @param {BoardPage} page
   * @param {FilterQuery} query
   * @param {(told: { shown: number, all: number, busy: boolean, lost: boolean }) => void} tell
   */
  constructor(page, query, tell) {
    this.page = page;
    this.query = query;
    this.report = tell;
    this.found = new FoundCards(page, (isMore) => { this.#update(); if (isMore) this.#fetchAll(); });
    this.observer = new MutationObserver(() => this.#update());
    this.onEvent = (/** @type {Event} */ event) => this.#onEvent(/** @type {CustomEvent} */ (event).detail.event);
    this.onResync = () => this.#refetch();
    this.onConnection = () => { if (this.found.lost || [...this.#reach.values()].some(({ lost }) => lost)) this.#refetch(); };
    page.filtered = this;
    page.root.dataset.filter = "on";
    page.root.addEventListener("kr:event", this.onEvent);
    page.root.addEventListener("kr:resync", this.onResync);
    page.root.addEventListener("kr:connection", this.onConnection);
    this.setQuery(query);
  }

  /** Applies another query. @param {FilterQuery} query */
  setQuery(query) {
    this.query = query;
    this.#kept.clear();
    this.found.setText(query.q);
    this.#update();
    this.#fetchAll();
  }

  /** Ends the filter and shows all cards. */
  stop() {
    this.#round += 1;
    clearTimeout(this.#soon);
    this.observer.disconnect();
    this.found.stop();
    const { page } = this;
    page.filtered = null;
    delete page.root.dataset.filter;
    page.root.removeEventListener("kr:event", this.onEvent);
    page.root.removeEventListener("kr:resync", this.onResync);
    page.root.removeEventListener("kr:connection", this.onConnection);
    for (const id of [...guests]) this.#removeGuest(id);
    for (const column of columnsOf(page.root)) this.#resetColumn(column);
  }

  /** Does a card beyond the loaded part match? Then it may be shown. @param {import("../../types").Card} card */
  accepts(card) {
    const reach = this.#reach.get(card.columnId);
    const facts = factsOfEvent(card);
    const wanted = reach && isWithin(card.position, reach.edge) && matchesChoices(this.query, facts) && this.found.mayMatch(facts);
    if (wanted) guests.add(card.id);
    return Boolean(wanted);
  }

  /** Fetches the next matching cards. @param {HTMLElement} list */
  async loadMore(list) {
    const id = columnOf(list)?.dataset.id ?? "";
    const reach = this.#reach.get(id);
    if (reach?.remaining && !reach.busy) await this.#fetch(list, reach.edge ?? "");
  }

  // ── Cards in the page ──────────────────────────────────────────────────────────────────────────

  #update() {
    this.observer.disconnect();
    // Not while a card is dragged.
    if (this.page.dragPause.held) { this.page.dragPause.run(() => this.#update()); return; }
    if (this.page.filtered !== this) return;
    for (const id of [...guests]) this.#reviewGuest(id);
    for (const column of columnsOf(this.page.root)) this.#updateColumn(column);
    this.observer.observe(this.page.root, WATCHED);
    this.#report();
  }

  /** @param {HTMLElement} column */
  #updateColumn(column) {
    const cards = cardsIn(listOf(column));
    for (const card of cards) this.#updateCard(card);
    const { remaining, busy } = this.#reach.get(column.dataset.id ?? "") ?? NOWHERE;
    const more = sentinelOf(listOf(column));
    if (more) more.hidden = !remaining;
    const found = cards.filter((card) => !card.hidden).length + remaining;
    setFound(column, found);
    column.toggleAttribute("data-none", !found && !busy);
  }

  /** @param {HTMLElement} card */
  #updateCard(card) {
    const { id = "", version } = card.dataset;
    if (version === "0") this.#kept.add(id);
    const out = !this.#kept.has(id) && !this.#matches(factsOfElement(card));
    if (card.hidden !== out) card.hidden = out;
  }

  /** Removes a guest that no longer matches. A card inside the loaded part is no guest any more. @param {string} id */
  #reviewGuest(id) {
    const card = cardNode(id);
    const list = card?.parentElement;
    if (!card || !list) return;
    if (isWithin(card.dataset.position ?? "", frontier(list))) guests.delete(id);
    else if (!this.#matches(factsOfElement(card))) this.#removeGuest(id);
  }

  /** @param {string} id */
  #removeGuest(id) {
    const card = cardNode(id);
    const list = card?.parentElement;
    guests.delete(id);
    if (card && list && !isWithin(card.dataset.position ?? "", frontier(list))) detachCard(card);
  }

  /** @param {HTMLElement} column */
  #resetColumn(column) {
    for (const card of cardsIn(listOf(column))) card.hidden = false;
    const more = sentinelOf(listOf(column));
    if (more) more.hidden = false;
    column.querySelector(".column__found")?.remove();
    column.removeAttribute("data-none");
    observeEnd(this.page, column);
  }

  // ── Cards to fetch ─────────────────────────────────────────────────────────────────────────────────

  #refetch() {
    this.found.ask();
    this.#fetchAll();
  }

  #fetchAll() {
    this.#round += 1;
    this.#reach.clear();
    for (const column of columnsOf(this.page.root)) {
      const list = listOf(column);
      if (sentinelOf(list)) this.#fetch(list, frontier(list) ?? "");
    }
    this.#report();
  }

  /** @param {HTMLElement} list @param {string} after @param {boolean} [counting] fetch the number of matches only */
  async #fetch(list, after, counting = false) {
    const round = this.#round;
    const { page } = this;
    const id = columnOf(list)?.dataset.id ?? "";
    const reach = this.#reach.get(id) ?? { edge: after, remaining: 0, busy: false, lost: false };
    this.#reach.set(id, Object.assign(reach, { busy: true, lost: false }));
    page.partials.beginRequest();
    try {
      const { cards, remaining } = await this.#ask(sentinelOf(list)?.dataset.url ?? "", after, counting);
      await new Promise((done) => page.dragPause.run(() => {
        if (round === this.#round) this.#receive(list, reach, cards, remaining, counting);
        done(undefined);
      }));
    } catch {
      reach.lost = true;
    } finally {
      page.partials.endRequest();
      reach.busy = false;
      if (round === this.#round) this.#update();
    }
    const column = columnOf(list);
    if (column && round === this.#round) observeEnd(page, column);
  }

  /** @param {string} url @param {string} after @param {boolean} counting */
  async #ask(url, after, counting) {
    const params = new URLSearchParams(formatQuery(this.query));
    params.set("after", after);
    params.set("days", dayStarts(Date.now()).map((day) => day.toISOString()).join(","));
    params.set("dates", dayStarts(Date.now()).map(dayOfDate).join(","));
    if (counting) params.set("limit", "0");
    const response = await request(`${url}?${params}`);
    if (!response.ok) throw new Error(`${response.status}`);
    const items = [...document.importNode(trusted(await response.text()), true).children];
    return { cards: items.filter(isCard), remaining: Number(response.headers.get("X-Remaining")) };
  }

  /** @param {HTMLElement} list @param {Reach} reach @param {HTMLElement[]} cards @param {number} remaining @param {boolean} counting */
  #receive(list, reach, cards, remaining, counting) {
    reach.remaining = remaining;
    if (!counting) reach.edge = remaining ? (cards.at(-1)?.dataset.position ?? reach.edge) : null;
    const columnId = columnOf(list)?.dataset.id ?? "";
    this.found.bring(cards);
    for (const card of cards.filter((one) => isUnknown(this.page, one))) {
      guests.add(card.dataset.id ?? "");
      prepareCard(card, this.page.me.id);
      placeCard(card, columnId, card.dataset.position ?? "");
    }
    this.#fetchUnseen(columnId, reach.edge);
  }

  /**
   * Fetches cards that moved here during the request. Their HTML tells if they match.
   * @param {string} columnId
   * @param {string | null} edge
   */
  #fetchUnseen(columnId, edge) {
    for (const [id, card] of this.page.partials.movedCards) {
      if (card.columnId !== columnId || cardNode(id) || !isWithin(card.position, edge)) continue;
      guests.add(id);
      this.page.missingCards.fetch({ id, ...card, columnId });
    }
  }

  /**
   * An event may bring a matching card that is not in the page, or change the number of matches.
   * @param {import("../../types").LoggedEvent} event
   */
  #onEvent(event) {
    if (this.found.noteChange(event)) this.#update();
    for (const card of event.payload?.cards ?? [event.payload]) this.#admit(event, card);
    if ([...this.#reach.values()].some(({ remaining }) => remaining)) this.#recountSoon();
  }

  /** @param {import("../../types").LoggedEvent} event @param {any} card */
  #admit(event, card) {
    if (!card?.columnId || !event.type.startsWith("card") || card.archivedAt || event.type.endsWith(".deleted")) return;
    const list = columnNode(card.columnId) && listOf(/** @type {HTMLElement} */ (columnNode(card.columnId)));
    if (!list || cardNode(card.id) || isWithin(card.position, frontier(list)) || !this.accepts(card)) return;
    const known = findCard(card.id);
    if (known) placeCard(known, card.columnId, card.position);
    else this.page.missingCards.fetch(card);
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

  // ── Counts ────────────────────────────────────────────────────────────────────────────────

  #report() {
    const columns = columnsOf(this.page.root);
    const reaches = [...this.#reach.values()];
    this.report({
      shown: sum(columns.map((column) => Number(column.querySelector(".column__found")?.textContent ?? 0))),
      all: sum(columns.map(shownCount)),
      busy: this.found.busy || reaches.some(({ busy }) => busy),
      lost: this.found.lost || reaches.some(({ lost }) => lost),
    });
  }

  /** @param {import("./predicate").CardFacts} facts */
  #matches(facts) {
    return matchesChoices(this.query, facts) && this.found.matches(facts);
  }
}
