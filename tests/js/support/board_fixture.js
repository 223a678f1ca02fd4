/** A board in jsdom, rendered as the server's templates do, with a fake WebSocket. */

import { afterEach } from "node:test";
import { JSDOM } from "jsdom";
import { FakeWebSocket, settle } from "./fake_websocket.js";

export const ME = "ada";
const PEOPLE = [["ada", "Ada"], ["bob", "Bob"], ["dina", "Dina"]];
export const FIRST = 30;

/** @type {{ page: { stop(): void }, window: { close(): void } }[]} */
let open = [];
/** @type {Set<ReturnType<typeof setTimeout>>} */
const timers = new Set();
const realTimeout = globalThis.setTimeout;
// Timers left after a test would keep the process alive.
globalThis.setTimeout = Object.assign((...planned) => {
  const timer = realTimeout(...planned);
  timers.add(timer);
  return timer;
}, realTimeout);

afterEach(() => {
  for (const { page, window } of open) { page.stop(); window.close(); }
  for (const timer of timers) clearTimeout(timer);
  timers.clear();
  open = [];
});

/** @param {{id: string, name?: string, position?: string, wipLimit?: number, cards: object[]}[]} columns */
export function boardHtml(columns, seq = 0, first = FIRST) {
  const members = PEOPLE.map(([userId, displayName]) => ({ userId, displayName, role: "member" }));
  return `<!doctype html><html lang="en"><body><div class="app" data-role="member">
    <kr-status data-state="live">Live</kr-status><kr-presence></kr-presence>
    <div id="offline" hidden><span data-text></span></div>
    <kr-board id="board" class="board" data-project="p" data-seq="${seq}" data-me="${ME}"
      data-role="member">${columns.map((column) => columnHtml(column, first)).join("")}<section
      class="column column--new"><button data-action="add-column">Add</button></section></kr-board>
    <section id="many" hidden><p data-count></p><button data-action="many-archive"></button><button
      data-action="many-clear"></button></section><div id="many-pickers"></div><div id="column-menu"></div>
    <dialog id="move-dialog"><p data-title></p><form><select name="column"></select><select name="position"></select></form></dialog>
    <div class="toasts"></div><p id="announcer" role="status"></p></div>
    <template id="card-blank">${cardHtml({ id: "", number: 0, key: "", title: "", position: "", version: 0 })}</template>
    <template id="column-blank">${columnHtml({ id: "", name: "", cards: [] })}</template>
    <template id="avatars">${PEOPLE.map(avatarHtml).join("")}</template>
    <template id="toast"><div class="toast"><i class="toast__icon"></i><span data-text></span><button
      data-action="toast-action" hidden></button><button data-action="toast-close"></button></div></template>
    <template id="refused-text"><div class="toast" data-kept><p data-why></p><blockquote data-refused></blockquote><button
      data-put-back></button><button data-copy-text></button><button data-action="toast-close"></button></div></template>
    <template id="card-rename"><textarea class="card__rename" data-limit="200"></textarea></template>
    <template id="column-rename"><input class="column__rename" data-limit="60"></template>
    <template id="column-composer"><form><input name="name"><button data-action="composer-cancel"></button></form></template>
    <template id="paste-lines"><div data-lines><p data-text></p><button data-make></button><button
      data-one data-limit="20000"></button></div></template>
    <template id="card-composer"><li class="inline-form-item"><form><textarea name="title" data-limit="200"></textarea><button
      data-action="composer-cancel"></button></form></li></template>
    <script type="application/json" id="bootstrap">${JSON.stringify({ members, labels: [] })}</script></body></html>`;
}

function avatarHtml([id, name]) {
  return `<span class="av av--md" data-user="${id}" title="${name}">${name[0]}</span>`;
}

export function columnHtml(
  { id, name = id, position = id, color = "blue", wipLimit = "", version = 1, cards },
  first = FIRST,
) {
  const more =
    cards.length > first
      ? `<li class="column__more" data-more data-url="/projects/p/columns/${id}/cards"><button data-action="more">More</button></li>`
      : "";
  return `<section class="column" id="column-${id}" data-id="${id}" data-version="${version}"
    data-position="${position}" data-color="${color}" data-wip-limit="${wipLimit ?? ""}" data-total="${cards.length}"
    aria-labelledby="column-name-${id}"><header class="column__head"><span class="dot" data-hue="${color}"></span><h2
    class="column__name" id="column-name-${id}">${name}</h2><span
    class="column__count">${cards.length}</span>${wipLimit ? `<span class="column__limit">${wipLimit}</span>` : ""}<button
    data-action="add-card"></button><button data-action="column-menu"></button></header><ul class="column__list"
    data-list>${cards.slice(0, first).map(cardHtml).join("")}${more}</ul></section>`;
}

export function cardHtml({ id, number, key = `WEB-${number}`, title, position, version, labelIds = [], assigneeIds = [] }) {
  return `<li class="card" id="card-${id}" data-id="${id}" data-number="${number}" data-version="${version}"
    data-position="${position}" data-assignees="${assigneeIds.join(" ")}" data-labels="${labelIds.join(" ")}"
    tabindex="-1"><div class="card__top"><span class="card__id">${key}</span></div>
<a class="card__link" href="/projects/p/cards/${number}">${title}</a>
<div class="card__foot"><button data-action="card-menu"></button></div></li>`;
}

export function makeCards(prefix, count, columnId = prefix) {
  return Array.from({ length: count }, (_, i) => ({
    id: `${prefix}${i}`, number: i + 1 + prefix.charCodeAt(0) * 1000, title: `${prefix} card ${i}`, columnId, version: 1,
    position: `a${String(i).padStart(4, "0")}`, archivedAt: null, labelIds: [], assigneeIds: [],
  }));
}

/** Opens Ada's board in its own jsdom window, which modules see through globals. `connection` is the server's end. */
export async function openBoard(columns, { seq = 0, first = FIRST, fetch = async () => ({ ok: false, status: 404 }), join = true } = {}) {
  const dom = new JSDOM(boardHtml(columns, seq, first), { url: "http://board.test/projects/p", pretendToBeVisual: true });
  const { window } = dom;
  const names = [
    "document",
    "HTMLElement",
    "HTMLInputElement",
    "HTMLTimeElement",
    "Element",
    "Node",
    "CustomEvent",
    "Event",
    "KeyboardEvent",
    "DOMParser",
    "Option",
    "location",
    "localStorage",
    "sessionStorage",
    "addEventListener",
    "requestAnimationFrame",
    "DocumentFragment",
    "FormData",
    "getSelection",
    "AbortController",
    "HTMLTemplateElement",
    "HTMLTextAreaElement",
    "HTMLOptionElement",
    "HTMLAnchorElement",
    "Document",
    "Text",
    "Comment",
    "NodeFilter",
    "navigator",
    "XMLSerializer",
    "NodeList",
    "HTMLCollection",
    "history",
  ];
  for (const name of names) {
    Object.defineProperty(globalThis, name, {
      value: typeof window[name] === "function" && !window[name].prototype ? window[name].bind(window) : window[name],
      configurable: true,
      writable: true,
    });
  }
  Object.defineProperty(globalThis, "window", { value: window, configurable: true });
  globalThis.CSS = { escape: (text) => text };
  globalThis.fetch = fetch;
  globalThis.reportError = (error) => { throw error; };
  window.HTMLDialogElement.prototype.showModal = function showModal() { this.open = true; };
  window.HTMLDialogElement.prototype.close = function close() { this.open = false; this.dispatchEvent(new window.Event("close")); };
  const { BoardPage } = await import("../../../static/js/board/page.js");
  const { resetPlacement } = await import("../../../static/js/board/dom/placement.js");
  resetPlacement();
  const root = window.document.getElementById("board");
  const page = new BoardPage(root);
  const connections = [];
  page.socket.options.createWebSocket = () => { connections.push(new FakeWebSocket()); return connections.at(-1); };
  await page.start();
  open.push({ page, window });
  const board = { page, root, window, document: window.document, get connection() { return connections.at(-1); }, connections };
  await page.tools;
  if (join) await joined(board, seq);
  return board;
}

/** Opens the connection and acknowledges the join with missed events. */
export async function joined(board, seq, events = [], more = {}) {
  board.connection.opens();
  await settle();
  board.connection.acks("join_room", { seq, role: "member", presence: [{ userId: ME }], events, ...more });
  await settle();
}

/** What the board shows, column by column. */
export function seen(root) {
  return [...root.querySelectorAll(".column[data-id]:not([hidden])")].map((column) => ({
    id: column.dataset.id,
    name: column.querySelector(".column__name").textContent,
    count: Number(column.querySelector(".column__count").textContent),
    cards: [...column.querySelectorAll("[data-list] > .card")].map(
      (card) => `${card.dataset.id}:${card.querySelector(".card__link").textContent.trim()}`,
    ),
  }));
}

export const cardsOf = (root, columnId) => seen(root).find(({ id }) => id === columnId).cards.map((card) => card.split(":")[0]);
export const countOf = (root, columnId) => seen(root).find(({ id }) => id === columnId).count;

let made = 0;

/** An event of the log. */
export function event(seq, type, payload, { changes = {}, actorId = "bob", eventId = `remote-${++made}`, html } = {}) {
  return { type, projectId: "p", seq, eventId, actorId, at: "2026-11-23T10:00:00.000Z", payload, changes, ...(html && { html }) };
}
