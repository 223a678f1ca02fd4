/** The page of a project's files. The server draws it; an event of the log makes it draw anew, and what differs is patched. */

import { morphInside } from "../board/morph.js";
import { tellGone } from "../board/gone.js";
import { Room } from "../live/room.js";
import { Socket, lineAddress } from "../live/socket.js";
import { watchNetwork } from "../live/watch_network.js";
import { sendJson } from "../page/csrf.js";
import { fill, gettext } from "../page/i18n.js";
import { trustedPage } from "../page/safe.js";
import { tellTimes } from "../page/time.js";
import { toast } from "../page/toasts.js";
import { addressOf } from "./facts.js";
import { makeTray, takeFiles } from "./place.js";

const SOON_MS = 120;
const TELLING = new Set(["file.uploaded", "file.deleted", "chat.message.deleted", "member.updated", "project.updated"]);

export class FilesPage {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    const { project = "", seq = "0" } = root.dataset;
    this.projectId = project;
    this.live = /** @type {HTMLElement} */ (root.querySelector("[data-live]"));
    this.socket = new Socket({
      url: lineAddress(),
      onOpen: () => this.#join(),
      onFrame: (frame) => { if (frame.projectId === project && frame.seq !== undefined) this.room.receive(frame); },
      onState: (state) => { if (state !== "open") this.room.left(); },
      onEnd: (why) => this.#ended(why),
      onHeads: (rooms) => this.room.heard(rooms[project]),
    });
    this.room = new Room({
      projectId: project,
      seq: Number(seq),
      ask: (type, payload) => this.socket.ask(type, payload),
      apply: (event) => this.#apply(event),
      resync: () => this.refresh(),
      joined: ({ role }) => { if (role) this.#setRole(role); },
    });
    this.tray = makeTray({
      projectId: project,
      list: root.querySelector("[data-tray]"),
      done: () => this.#refreshSoon(),
    });
    takeFiles(document.body, { trayOf: () => this.tray, open: () => this.#writes, words: () => gettext("Drop to add to the project’s files") });
    root.addEventListener("submit", (event) => this.#submitted(event));
    this.stopWatching = watchNetwork(this.socket);
    this.socket.connect();
  }

  stop() {
    this.stopWatching();
    this.socket.close();
  }

  /** What the server shows now. @returns {Promise<number>} the seq that it shows */
  async refresh() {
    const response = await fetch(location.href, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });
    if (response.status === 404) { this.#ended("gone"); return this.room.seq; }
    if (!response.ok) throw new Error(`${response.status}`);
    const fresh = trustedPage(await response.text()).getElementById("files");
    const live = fresh?.querySelector("[data-live]");
    if (!fresh || !live) throw new Error("no files");
    this.#setRole(/** @type {HTMLElement} */ (fresh).dataset.role ?? "");
    morphInside(this.live, /** @type {HTMLElement} */ (document.importNode(live, true)));
    tellTimes(this.live);
    for (const upload of this.tray.queue.uploads) if (upload.state === "done") this.tray.queue.remove(upload);
    return Number(fresh.dataset.seq);
  }

  get #writes() {
    return this.#page?.dataset.role !== "viewer";
  }

  get #page() {
    return /** @type {HTMLElement | null} */ (this.root.closest(".page"));
  }

  /** Is there a question open that should not vanish under the pointer? */
  get #asking() {
    return Boolean(this.live.querySelector(".ask:popover-open"));
  }

  /** @param {string} role */
  #setRole(role) {
    const page = this.#page;
    if (!page || !role || page.dataset.role === role) return;
    page.dataset.role = role;
    this.#refreshSoon();
  }

  async #join() {
    try {
      await this.room.join();
      this.tray.queue.retryLost();
    } catch (error) {
      const { code } = /** @type {import("../live/refusal").Refusal} */ (error);
      if (code === "not_found" || code === "forbidden") this.#ended("gone");
      else this.socket.again();
    }
  }

  /** @param {import("../types").LoggedEvent} event */
  #apply({ type, payload }) {
    if (type === "project.deleted") this.#ended("gone");
    else if (type === "member.removed" && payload.userId === this.root.dataset.me) this.#ended("gone");
    else if (TELLING.has(type)) this.#refreshSoon();
  }

  /** Several at once are drawn once. */
  #refreshSoon() {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => {
      if (this.#asking) this.#refreshSoon();
      else this.refresh().catch(() => undefined);
    }, SOON_MS);
  }

  /** @param {SubmitEvent} event */
  async #submitted(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.dataset.form !== "file-delete") return;
    event.preventDefault();
    /** @type {HTMLElement | null} */ (form.closest("[popover]"))?.hidePopover();
    const row = /** @type {HTMLElement} */ (form.closest("li"));
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.setAttribute("aria-busy", "true");
    if (await this.#delete(form.dataset.id ?? "")) {
      await this.refresh().catch(() => undefined);
      this.#focus(next);
    } else row.removeAttribute("aria-busy");
  }

  /** Where a row was. @param {Element | null} row the one beside it */
  #focus(row) {
    const beside = row?.isConnected && row.querySelector("a");
    /** @type {HTMLElement | null} */ (beside || this.root.querySelector("[data-action=attach]"))?.focus();
  }

  /** @param {string} id @returns {Promise<boolean>} */
  async #delete(id) {
    const name = this.live.querySelector(`[data-file="${id}"]`)?.getAttribute("title") ?? "";
    try {
      const response = await sendJson("DELETE", addressOf(id));
      if (!response.ok && response.status !== 404) throw new Error((await response.json()).detail);
      toast({ text: fill(gettext("%(name)s deleted"), { name }), kind: "ok" });
      return true;
    } catch (error) {
      const text = error instanceof TypeError ? gettext("The connection broke off.") : /** @type {Error} */ (error).message;
      toast({ text: text || gettext("That did not work. Please try again."), kind: "bad" });
      return false;
    }
  }

  /** @param {"signed-out" | "gone"} why */
  #ended(why) {
    this.stop();
    if (why === "gone") tellGone(gettext("You are no longer in this project."));
    else location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  }
}
