/** Card chips in messages: updated when the card or its column changes. */

import { columnNode, columnOf, cardNode, columnName } from "../board/dom/queries.js";
import { avatarOf } from "../page/avatars.js";
import { isolate } from "../page/i18n.js";

/** @typedef {import("../types").LoggedEvent} LoggedEvent */

const LINK = /#message-([0-9a-f-]{36})\)/;

export class CardChips {
  /** The columns of cards, as far as events told them; needed when a column is renamed. @type {Map<string, string>} */
  #where = new Map();

  /** @param {import("./chat").Chat} chat */
  constructor(chat) {
    this.chat = chat;
  }

  /** @param {LoggedEvent} event */
  onEvent(event) {
    if (event.type.startsWith("card.")) this.#card(event);
    else if (event.type === "column.updated") this.#column(event);
  }

  /** @param {LoggedEvent} event */
  #card({ type, payload }) {
    this.#where.set(payload.id, payload.columnId);
    if (type === "card.created") this.#addChip(payload);
    for (const chip of this.#all(payload.id)) renderChip(chip, payload, type === "card.deleted" || Boolean(payload.archivedAt));
  }

  /** @param {LoggedEvent} event */
  #column({ payload, changes }) {
    for (const chip of this.#all()) {
      const id = chip.dataset.card ?? "";
      const card = cardNode(id);
      const where = this.#where.get(id) ?? (card && columnOf(card)?.dataset.id);
      const shown = chip.querySelector(".chip__column")?.textContent;
      if (where ? where === payload.id : shown === (changes.name?.[0] ?? payload.name)) renderColumn(chip, payload.name, payload.color);
    }
  }

  /** Adds a chip below the message that a card was created from. @param {import("../types").Card} card */
  #addChip(card) {
    const id = LINK.exec(card.description ?? "")?.[1];
    const node = id && this.chat.messageList.node(id);
    if (!node || node.querySelector(`.chip[data-card="${card.id}"]`)) return;
    const line = Object.assign(document.createElement("p"), { className: "msg__made" });
    line.dataset.local = "";
    const href = `${this.chat.board.url}/cards/${card.number}`;
    const chip = Object.assign(document.createElement("a"), { className: "chip", translate: false, href });
    chip.dataset.card = card.id;
    for (const part of ["dot", "chip__key", "chip__title", "chip__column"]) {
      chip.append(Object.assign(document.createElement(part === "dot" ? "i" : "span"), { className: part, dir: "auto" }));
    }
    renderChip(chip, card, false);
    line.append(chip);
    this.chat.scroll.keepPosition(() => node.append(line));
  }

  /** @param {string} [cardId] @returns {HTMLElement[]} */
  #all(cardId) {
    return [...this.chat.root.querySelectorAll(cardId ? `.chip[data-card="${cardId}"]` : ".chip[data-card]")].map(
      (chip) => /** @type {HTMLElement} */ (chip),
    );
  }
}

/** @param {HTMLElement} chip @param {import("../types").Card} card @param {boolean} gone */
function renderChip(chip, card, gone) {
  const column = columnNode(card.columnId);
  setText(chip, ".chip__key", card.key);
  setText(chip, ".chip__title", card.title);
  if (column) renderColumn(chip, columnName(column), column.dataset.color ?? "gray");
  chip.classList.toggle("is-gone", gone);
  chip.querySelector(".av")?.remove();
  const avatar = card.assigneeIds[0] && avatarOf(card.assigneeIds[0], "av--sm");
  if (avatar) chip.append(avatar);
}

/** @param {HTMLElement} chip @param {string} name @param {string} color */
function renderColumn(chip, name, color) {
  setText(chip, ".chip__column", name);
  const dot = /** @type {HTMLElement | null} */ (chip.querySelector(".dot"));
  if (dot) dot.dataset.hue = color;
  const parts = [".chip__key", ".chip__title", ".chip__column"].map((part) => chip.querySelector(part)?.textContent ?? "");
  chip.title = parts.map(isolate).join(" · ");
}

/** @param {HTMLElement} chip @param {string} part @param {string} text */
function setText(chip, part, text) {
  const node = chip.querySelector(part);
  if (node && node.textContent !== text) node.textContent = text;
}
