import assert from "node:assert/strict";
import { test } from "node:test";
import { archiveCard, createCard, moveCard, renameCard } from "../../../static/js/board/commands/cards.js";
import { loadNext } from "../../../static/js/board/loading/load_more.js";
import { joined, openBoard, seen } from "../support/board_fixture.js";
import { FakeServer } from "../support/fake_server.js";
import { settle } from "../support/fake_websocket.js";

/**
 * A page goes through a random hour: others and its user make changes, the connection drops, frames arrive late or twice,
 * commands are refused and cards are loaded. In the end it shows what a fresh page shows.
 */
const SEEDS = Number(process.env.SEEDS ?? 12);
const STEPS = 120;

for (let seed = 1; seed <= SEEDS; seed += 1) {
  test(`a page that lived through hour ${seed} shows what a fresh page shows`, async () => {
    const random = generator(seed);
    const server = new FakeServer(random);
    const board = await openBoard(server.snapshot(), { seq: server.seq, fetch: (url) => server.fetch(url), first: 5, join: false });
    await joined(board, server.seq);
    for (let step = 0; step < STEPS; step += 1) await live(board, server, random);
    await quiet(board, server);
    assert.deepEqual(loaded(seen(board.root), server), server.seen());
    assert.equal(board.page.seq, server.seq);
    assert.equal(board.page.ledger.facts.size, 0, "nothing is pending");
  });
}

async function live(board, server, random) {
  const chance = random();
  if (chance < 0.35) server.someoneActs();
  else if (chance < 0.6) act(board, random);
  else if (chance < 0.63) board.connection.drops();
  else if (chance < 0.66) toggleHold(board, random);
  else if (chance < 0.7) loadSome(board, random);
  if (board.page.socket.state === "waiting" && random() < 0.3) await reconnect(board, server);
  server.deliver(board, random);
  await settle(1 + Math.floor(random() * 2));
}

async function reconnect(board, server) {
  board.page.socket.connect();
  await joined(board, server.seq, server.since(board.page.seq));
}

function toggleHold({ page }, random) {
  if (page.dragPause.held) page.dragPause.release();
  else if (random() < 0.5) page.dragPause.hold();
}

function act({ page, root }, random) {
  const cards = [...root.querySelectorAll(".card")];
  const columns = [...root.querySelectorAll(".column[data-id]")];
  const card = pick(cards, random);
  const column = pick(columns, random);
  const kind = random();
  if (kind < 0.15) createCard(page, column.dataset.id, `mine ${Math.floor(random() * 1e6)}`, random() < 0.5 ? "top" : "end");
  else if (!card) return;
  else if (kind < 0.3) renameCard(page, card.dataset.id, `renamed ${Math.floor(random() * 1e6)}`);
  else if (kind < 0.4) archiveCard(page, card.dataset.id);
  else if (kind < 0.45) page.undo.undoLast();
  else if (kind < 0.47) page.undo.redoLast();
  else if (kind < 0.53) changeMany(page, [card, ...cards.filter(() => random() < 0.2)], column, random);
  else move(page, card, column, random);
}

function changeMany(page, cards, column, random) {
  const entities = [...new Set(cards.map((card) => card.dataset.id))];
  const change = random() < 0.2 ? { archived: true } : { columnId: column.dataset.id };
  page.commands.issue("cards.update", entities[0], { projectId: "p", change }, undefined, { entities });
}

function move(page, card, column, random) {
  const others = [...column.querySelectorAll(".card")].filter((other) => other !== card);
  const choice = Math.floor(random() * (others.length + 2)) - 1;
  const after = choice < 0 ? null : others[choice]?.dataset.id;
  moveCard(page, card.dataset.id, column.dataset.id, after);
}

function loadSome({ page, root }, random) {
  const lists = [...root.querySelectorAll("[data-list]")].filter((list) => list.querySelector("[data-more]"));
  if (lists.length) loadNext(page, pick(lists, random));
}

/** The network recovers: everything is delivered and answered. */
async function quiet(board, server) {
  while (board.page.dragPause.held) board.page.dragPause.release();
  for (let round = 0; round < 1500; round += 1) {
    if (board.page.socket.state === "waiting") await reconnect(board, server);
    server.deliver(board, () => 0.5, true);
    await settle(2);
    // Retries and gaps wait for real time.
    await new Promise((resolve) => { setTimeout(resolve, 5); });
    const busy = board.page.outbox.entries.length || board.page.seq < server.seq || board.page.partials.activeRequests || server.waiting;
    if (!busy && round > 5) return;
  }
  assert.fail("it never comes to rest");
}

/** The loaded part of a column must be its beginning. */
function loaded(columns, server) {
  const all = server.seen();
  return columns.map((column, i) => {
    const beginning = all[i].cards.slice(0, column.cards.length);
    return JSON.stringify(beginning) === JSON.stringify(column.cards) && hasMore(column) ? { ...column, cards: all[i].cards } : column;
  });
}

function hasMore({ id }) {
  return document.querySelector(`#column-${id} [data-more]`) !== null;
}

function pick(list, random) {
  return list[Math.floor(random() * list.length)];
}

/** A seeded generator: the same hour on every run. */
function generator(seed) {
  let state = seed * 2654435761;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
