/**
 * Everything in the board's first load. Each module that is fetched later imports this first. The bundler then makes one
 * shared file of it, instead of a small file for each set of modules that the same later parts use.
 */

import "../page/first_load.js";
import "./input/clicks.js";
import "./input/keyboard.js";
import "./input/shortcut_keys.js";
import "./loading/load_more.js";
import "./page.js";
