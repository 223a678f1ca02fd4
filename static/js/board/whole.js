/**
 * All that a board has in its first load. Whatever is fetched later begins with this, so that the bundler sees one whole
 * that everybody shares, and not a small file for each handful of modules that the same parts happen to use.
 */

import "./clicks.js";
import "./keyboard.js";
import "./keys.js";
import "./lazy.js";
import "./page.js";
