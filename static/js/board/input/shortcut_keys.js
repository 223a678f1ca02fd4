/** Stores whether one-letter shortcuts are on. */

import { safeStorage } from "../../page/storage.js";

export const SWITCH = "kr:single-keys";

export function singleKeysEnabled() {
  return safeStorage().getItem(SWITCH) !== "off";
}
