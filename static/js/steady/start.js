/** What every page needs soon after it was painted: the focus stays on it, and Esc goes back one level at a time. */

import { closeByLevels } from "./esc_levels.js";
import { keepFocus } from "./lost_focus.js";

export function start() {
  keepFocus();
  closeByLevels();
}
