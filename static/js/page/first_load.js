/**
 * The small modules that every page's scripts share. Each entry, and each module that is fetched later, imports this or
 * board/first_load.js first. The bundler then makes one file of them, instead of one for each set of entries that use the same.
 */

import "./announce.js";
import "./csrf.js";
import "./held_keys.js";
import "./i18n.js";
import "./keys.js";
import "./lazy_assets.js";
import "./requests.js";
import "./storage.js";
import "./tabs.js";
import "./time.js";
import "./toasts.js";
import "./trusted_html.js";
import "./uuid7.js";
import "../texts/visible.js";
