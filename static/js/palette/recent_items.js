/** Recently opened search results, stored in this browser per user. */

import { safeStorage } from "../page/storage.js";

/** @typedef {{ href: string, title: string, where: string, icon: string }} RecentItem */

const KEPT = 6;
const ICON = /^[a-z0-9-]+$/;

/** @param {string} me @returns {RecentItem[]} the latest first */
export function recentItems(me) {
  try {
    const things = JSON.parse(safeStorage().getItem(keyOf(me)) ?? "[]");
    return Array.isArray(things) ? things.filter(isRecentItem).slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

/** @param {string} me @param {RecentItem} thing */
export function rememberItem(me, thing) {
  if (!isRecentItem(thing)) return;
  const others = recentItems(me).filter(({ href }) => href !== thing.href);
  safeStorage().setItem(keyOf(me), JSON.stringify([thing, ...others].slice(0, KEPT)));
}

/** @param {string} me */
function keyOf(me) {
  return `kr:recent:${me}`;
}

/** Is it a valid item with a URL of this site? @param {any} thing @returns {thing is RecentItem} */
function isRecentItem(thing) {
  const texts = ["href", "title", "where", "icon"].every((name) => typeof thing?.[name] === "string");
  return texts && /^\/(?![/\\])/.test(thing.href) && thing.title !== "" && ICON.test(thing.icon);
}
