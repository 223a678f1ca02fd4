/** Which tabs of this browser are open. Without the Web Locks API (no https) the tabs ask each other. */

import { claimTab } from "../page/tabs.js";

const CHANNEL = "kr:tabs";
const ANSWER_MS = 60;

/** @type {BroadcastChannel | undefined} */
let answering;

/** @returns {Promise<{ tab: string, others: Set<string> }>} this tab and the other open ones */
export async function openTabs() {
  const { tab, others } = await claimTab();
  if (navigator.locks || !window.BroadcastChannel) return { tab, others };
  answering ??= answer(tab);
  return { tab, others: await ask(tab) };
}

/** Answers the other tabs until the page is closed. @param {string} tab */
function answer(tab) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => { if (data === "?") channel.postMessage(tab); };
  return channel;
}

/** @param {string} tab this one, which answers too @returns {Promise<Set<string>>} the others */
async function ask(tab) {
  const channel = new BroadcastChannel(CHANNEL);
  /** @type {Set<string>} */
  const others = new Set();
  channel.onmessage = ({ data }) => { if (data !== "?" && data !== tab) others.add(data); };
  channel.postMessage("?");
  await new Promise((done) => { setTimeout(done, ANSWER_MS); });
  channel.close();
  return others;
}
