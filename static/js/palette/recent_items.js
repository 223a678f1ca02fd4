/** What one found lately: kept in this browser, for this person. */

import { safeStorage } from "../page/storage.js";

/** @typedef {{ href: string, title: string, where: string, icon: string }} Thing */

const KEPT = 6;
const ICON = /^[a-z0-9-]+$/;

/** @param {string} me @returns {Thing[]} the latest first */
export function recent(me) {
  try {
    const things = JSON.parse(safeStorage().getItem(keyOf(me)) ?? "[]");
    return Array.isArray(things) ? things.filter(isThing).slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

/** @param {string} me @param {Thing} thing */
export function remember(me, thing) {
  if (!isThing(thing)) return;
  const others = recent(me).filter(({ href }) => href !== thing.href);
  safeStorage().setItem(keyOf(me), JSON.stringify([thing, ...others].slice(0, KEPT)));
}

/** @param {string} me */
function keyOf(me) {
  return `kr:recent:${me}`;
}

/** Ours, and an address of this site. @param {any} thing @returns {thing is Thing} */
function isThing(thing) {
  const texts = ["href", "title", "where", "icon"].every((name) => typeof thing?.[name] === "string");
  return texts && /^\/(?![/\\])/.test(thing.href) && thing.title !== "" && ICON.test(thing.icon);
}
