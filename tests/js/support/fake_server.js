/** A fake server of one project with commands, versions, a log and rendered HTML. It is as strict as the real one. */

import { cardHtml, event } from "./board_fixture.js";

const COLUMNS = ["a", "b", "c"];
const LIMIT = 14;

export class FakeServer {
  cards = new Map();
  log = [];
  answers = new Map();
  /** Frames and responses in flight. */
  wire = [];
  heard = 0;
  connection = null;

  constructor(random) {
    this.random = random;
    for (const columnId of COLUMNS) {
      for (let i = 0; i < 8; i += 1) {
        this.#create(`${columnId}${i}`, columnId, `${columnId} ${i}`, this.#list(columnId).length);
      }
    }
  }

  get seq() {
    return this.log.length;
  }

  get waiting() {
    return this.wire.length;
  }

  snapshot() {
    return COLUMNS.map((id) => ({ id, name: id, position: id, cards: this.#list(id) }));
  }

  seen() {
    return COLUMNS.map((id) => ({
      id,
      name: id,
      count: this.#list(id).length,
      cards: this.#list(id).map((card) => `${card.id}:${card.title}`),
    }));
  }

  since(seq) {
    return this.log.slice(seq);
  }

  fetch(url) {
    return new Promise((resolve) => {
      // The response is rendered when the request arrives, and may be outdated when it is delivered.
      const html = this.#respond(new URL(url, "http://board.test"));
      this.wire.push({ send: () => resolve(html === null ? { ok: false, status: 404 } : { ok: true, text: async () => html }) });
    });
  }

  someoneActs() {
    const list = [...this.cards.values()].filter((card) => !card.archivedAt && !card.deletedAt);
    const card = list[Math.floor(this.random() * list.length)];
    const columnId = COLUMNS[Math.floor(this.random() * 3)];
    const kind = this.random();
    const at = Math.floor(this.random() * (this.#list(columnId).length + 1));
    if (kind < 0.15 || !card) this.#say("card.created", this.#create(`r${this.seq}`, columnId, `remote ${this.seq}`, at), {});
    else if (kind < 0.3) this.#say("card.updated", this.#change(card, { title: `theirs ${this.seq}` }), { title: [card.title, ""] });
    else if (kind < 0.4) this.#archive(card);
    else this.#move(card, columnId, at);
  }

  /** Handles the page's frames and delivers some of those in flight, not always in order and sometimes twice. */
  deliver(board, random, all = false) {
    this.#listen(board);
    const some = all ? this.wire.length : Math.floor(random() * (this.wire.length + 1));
    for (const frame of this.wire.splice(0, some)) {
      if (frame.connection && frame.connection !== board.connection) continue;
      frame.send();
      if (frame.connection && !all && random() < 0.05) frame.send();
    }
    if (!all && random() < 0.1) this.wire.reverse();
  }

  #listen(board) {
    if (this.connection !== board.connection) { this.connection = board.connection; this.heard = 0; }
    for (const frame of board.connection.sent.slice(this.heard)) this.#receive(board.connection, frame);
    this.heard = board.connection.sent.length;
  }

  #receive(connection, { type, ref, eventId, payload }) {
    if (type === "join_room") return;
    const reply = (frame) =>
      this.wire.push({
        connection,
        send: () => {
          if (!connection.closed) connection.says({ ref, eventId, ...frame });
        },
      });
    if (type === "sync" || type === "ping") {
      reply({ type: "ack", payload: type === "ping" ? { rooms: { p: this.seq } } : { seq: this.seq, events: this.since(payload.since) } });
      return;
    }
    if (!this.answers.has(eventId)) {
      const answer = this.#execute(type, eventId, payload);
      if (answer.error) { reply({ type: "error", error: answer.error }); return; }
      this.answers.set(eventId, answer);
    }
    reply({ type: "ack", ...this.answers.get(eventId) });
  }

  #execute(type, eventId, payload) {
    if (type === "history.undo") return this.#undo(this.log[payload.seq - 1], eventId);
    if (type === "cards.update") return this.#changeMany(payload.cards, payload.change, eventId);
    return this.#ofCard(type, eventId, payload);
  }

  #ofCard(type, eventId, { id, columnId, after, title, version }) {
    if (type === "card.create") {
      const at = this.#slot(columnId, after, null);
      if (at === null) return { error: { code: "invalid", fields: { after: ["gone"] } } };
      if (this.#list(columnId).length >= LIMIT) return refuse("wip_limit_reached");
      return this.#say("card.created", this.#create(id, columnId, title, at), {}, eventId);
    }
    const card = this.#known(id);
    if (!card) return refuse("not_found");
    if (card.version !== version) return { error: { code: "version_conflict", current: card } };
    if (type === "card.update") return this.#say("card.updated", this.#change(card, { title }), { title: [card.title, title] }, eventId);
    if (type === "card.archive") return this.#archive(card, eventId);
    if (type === "card.restore") return this.#restore(card, eventId);
    const at = this.#slot(columnId, after, card);
    if (at === null) return { error: { code: "invalid", fields: { after: ["gone"] } } };
    if (columnId !== card.columnId && this.#list(columnId).length >= LIMIT) return refuse("wip_limit_reached");
    return this.#move(card, columnId, at, eventId);
  }

  #slot(columnId, after, card) {
    const list = this.#list(columnId).filter((other) => other !== card);
    if (after === undefined) return list.length;
    if (after === null) return 0;
    const at = list.findIndex((other) => other.id === after);
    return at < 0 ? null : at + 1;
  }

  #move(card, columnId, at, eventId) {
    const list = this.#list(columnId).filter((other) => other !== card);
    const below = Math.min(at, list.length);
    const position = between(list[below - 1]?.position, list[below]?.position);
    const changes = { position: [card.position, position], ...(columnId !== card.columnId && { columnId: [card.columnId, columnId] }) };
    return this.#say("card.moved", this.#change(card, { columnId, position }), changes, eventId);
  }

  #archive(card, eventId) {
    return this.#say("card.archived", this.#change(card, { archivedAt: "t" }), { archivedAt: [card.archivedAt, "t"] }, eventId);
  }

  /** Restores a card to its place, or below the card that took it. */
  #restore(card, eventId) {
    const list = this.#list(card.columnId);
    const at = list.findIndex(({ position }) => position === card.position);
    const position = at < 0 || !card.archivedAt ? card.position : between(card.position, list[at + 1]?.position);
    return this.#say("card.restored", this.#change(card, { archivedAt: null, position }), { archivedAt: [card.archivedAt, null] }, eventId);
  }

  #known(id) {
    return this.cards.get(id)?.deletedAt ? null : this.cards.get(id);
  }

  /** Reverts what an event changed, if nothing changed it since. */
  #undo(past, eventId) {
    if (!past || past.payload.cards) return refuse("cannot_undo");
    const card = this.cards.get(past.payload.id);
    const created = past.type === "card.created";
    const fields = created ? { deletedAt: [null, "t"], title: [past.payload.title, past.payload.title] } : past.changes;
    const left = created
      ? past.payload
      : Object.fromEntries(Object.entries(fields).map(([name, [, value]]) => [name, value]));
    if (Object.entries(left).some(([name, value]) => name !== "key" && (card[name] ?? null) !== (value ?? null))) {
      return refuse("cannot_undo");
    }
    const back = created
      ? { deletedAt: "t" }
      : Object.fromEntries(Object.entries(fields).map(([name, [value]]) => [name, value]));
    const next = { ...card, ...back };
    const open = !next.archivedAt && !next.deletedAt;
    if (open && this.#list(next.columnId).some((other) => other.id !== card.id && other.position === next.position)) {
      return refuse("cannot_undo");
    }
    const type = created ? "card.deleted" : (BACK[past.type] ?? past.type);
    const changes = Object.fromEntries(Object.keys(back).map((name) => [name, [card[name] ?? null, back[name]]]));
    return this.#say(type, this.#change(card, back), { ...changes, undoes: [null, past.seq] }, eventId);
  }

  #changeMany(cards, { columnId, archived }, eventId) {
    const found = cards.map(({ id }) => this.cards.get(id));
    if (found.some((card) => !card || card.deletedAt)) return refuse("not_found");
    const stale = found.filter((card, i) => card.version !== cards[i].version);
    if (stale.length) return { error: { code: "version_conflict", current: { cards: stale } } };
    const coming = found.filter((card) => columnId && card.columnId !== columnId);
    if (coming.length && this.#list(columnId).length + coming.length > LIMIT) return refuse("wip_limit_reached");
    const after = found.map((card) => {
      const position = coming.includes(card) ? between(this.#list(columnId).at(-1)?.position) : card.position;
      return this.#change(card, { position, ...(columnId && { columnId }), ...(archived && { archivedAt: "t" }) });
    });
    const fields = ["columnId", "position", "archivedAt"];
    const side = (list) => list.map((card) => ({ id: card.id, ...Object.fromEntries(fields.map((name) => [name, card[name] ?? null])) }));
    return this.#log("cards.updated", { cards: after }, { cards: [side(found), side(after)] }, eventId);
  }

  #create(id, columnId, title, at) {
    const list = this.#list(columnId);
    const number = this.cards.size + 1;
    const card = {
      id,
      number,
      key: `WEB-${number}`,
      title,
      columnId,
      version: 1,
      archivedAt: null,
      position: between(list[at - 1]?.position, list[at]?.position),
    };
    this.cards.set(id, card);
    return card;
  }

  #change(card, changes) {
    const next = { ...card, ...changes, version: card.version + 1 };
    this.cards.set(card.id, next);
    return next;
  }

  #say(type, card, changes, eventId) {
    const html = ["card.created", "card.updated", "card.restored"].includes(type) ? cardHtml(card) : undefined;
    const twice = this.#list(card.columnId).filter(({ position }) => position === card.position);
    if (!card.archivedAt && !card.deletedAt && twice.length > 1) {
      throw new Error(`two cards at ${card.position}: ${type} ${JSON.stringify(changes)}`);
    }
    return this.#log(type, card, changes, eventId, html);
  }

  #log(type, payload, changes, eventId, html) {
    const said = event(this.seq + 1, type, payload, { changes, html, ...(eventId && { eventId, actorId: "ada" }) });
    this.log.push(said);
    const { connection } = this;
    if (connection) this.wire.push({ connection, send: () => { if (!connection.closed) connection.says(said); } });
    return { seq: said.seq, payload };
  }

  #respond({ pathname, searchParams }) {
    const [, , , kind, key, what] = pathname.split("/");
    if (kind === "columns") {
      return this.#list(key)
        .filter(({ position }) => position > searchParams.get("after"))
        .slice(0, 50)
        .map(cardHtml)
        .join("");
    }
    if (kind === "cards" && what === "face") {
      const card = [...this.cards.values()].find(({ number }) => number === Number(key));
      return card ? cardHtml(card) : null;
    }
    return null;
  }

  #list(columnId) {
    const list = [...this.cards.values()].filter((card) => card.columnId === columnId && !card.archivedAt && !card.deletedAt);
    return list.sort((x, y) => (x.position < y.position ? -1 : 1));
  }
}


const BACK = { "card.archived": "card.restored", "card.restored": "card.archived", "card.deleted": "card.restored" };

const refuse = (code) => ({ error: { code } });

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The shortest string between two; undefined is an open end. */
function between(low = "", high = "") {
  let key = "";
  for (let i = 0; ; i += 1) {
    const from = i < low.length ? DIGITS.indexOf(low[i]) : 0;
    const to = high && i < high.length ? DIGITS.indexOf(high[i]) : 62;
    if (to - from > 1) return key + DIGITS[Math.floor((from + to) / 2)];
    key += DIGITS[from];
    if (to > from) high = "";
  }
}
