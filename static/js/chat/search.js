/** Searches messages by words, author and days. Results link to the message. */

import "../board/first_load.js";
import { gettext } from "../page/i18n.js";
import { formatTimes } from "../page/time.js";
import { find } from "./queries.js";

const REST_MS = 250;

/** @param {import("./chat").Chat} chat @param {HTMLElement} button */
export function toggleSearch(chat, button) {
  const section = find(chat.root, "#chat-search");
  const show = section.hidden;
  section.hidden = !show;
  button.setAttribute("aria-expanded", String(show));
  if (!show) { button.focus(); return; }
  const form = /** @type {HTMLFormElement} */ (find(section, "form"));
  if (!form.dataset.watched) watch(chat, form, section, button);
  const author = /** @type {HTMLSelectElement} */ (form.elements.namedItem("author"));
  const { value } = author;
  author.replaceChildren(
    author.options[0],
    ...[...chat.board.members.values()].map(({ userId, displayName }) => new Option(displayName, userId)),
  );
  author.value = value;
  /** @type {HTMLElement} */ (form.elements.namedItem("q")).focus();
}

/** @param {import("./chat").Chat} chat @param {HTMLFormElement} form @param {HTMLElement} section @param {HTMLElement} button */
function watch(chat, form, section, button) {
  form.dataset.watched = "";
  const list = find(section, "[data-found]");
  let asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const look = async () => {
    const query = Object.fromEntries(
      [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]).filter(([, value]) => value),
    );
    const turn = ++asked;
    if (!Object.keys(query).length) { list.replaceChildren(); return; }
    try {
      const items = await chat.pages.search(query);
      if (turn !== asked) return;
      list.replaceChildren(...items);
      formatTimes(list);
    } catch {
      list.textContent = gettext("Search needs a connection.");
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, REST_MS);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    look();
  });
  section.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      toggleSearch(chat, button);
    }
  });
  list.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("a")) {
      section.hidden = true;
      button.setAttribute("aria-expanded", "false");
    }
  });
}
