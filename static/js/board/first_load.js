/**
 * All that a board has in its first load. Whatever is fetched later begins with this, so that the bundler sees one whole
 * that everybody shares, and not a small file for each handful of modules that the same parts happen to use.
 */

import "./input/clicks.js";
import "./input/keyboard.js";
import "./input/shortcut_keys.js";
import "./loading/load_more.js";
import "./page.js";
