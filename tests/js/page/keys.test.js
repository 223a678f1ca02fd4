import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { JSDOM } from "jsdom";

import { ignoreComposing, isCommand, isPlain, keyOf } from "../../../static/js/page/keys.js";

const ROOT = resolve(import.meta.dirname, "../../../static/js");
const ALT_GR = { getModifierState: (name) => name === "AltGraph" };
const WINDOWS_ALT_GR = { ctrlKey: true, altKey: true };

/** @param {string} key @param {string} code @param {object} [more] */
const press = (key, code, more = {}) => ({ key, code, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...more });

test("a key is its letter, or its place on a layout without Latin letters", () => {
  for (const [key, code, found] of [
    ["m", "KeyM", "m"], ["M", "KeyM", "m"], ["ь", "KeyM", "m"], ["я", "KeyZ", "z"], ["с", "KeyC", "c"], ["χ", "KeyX", "x"],
    ["ש", "KeyA", "a"], ["х", "BracketLeft", "["], ["د", "BracketRight", "]"], ["?", "Digit7", "?"], ["/", "KeyQ", "/"],
    ["ArrowUp", "ArrowUp", "ArrowUp"], ["ظ", "Slash", "/"],
  ]) assert.equal(keyOf(press(key, code)), found, key);
  assert.equal(keyOf(press("؟", "Slash", { shiftKey: true })), "?");
});

test("a Latin letter with a mark is no bracket", () => {
  assert.equal(keyOf(press("ü", "BracketLeft")), "ü");
  assert.equal(keyOf(press("ğ", "BracketLeft")), "ğ");
});

test("what AltGr types is that character, and never the key below it", () => {
  for (const held of [ALT_GR, WINDOWS_ALT_GR]) {
    assert.equal(keyOf(press("[", "Digit8", held)), "[");
    assert.equal(keyOf(press("€", "KeyE", held)), "€");
    assert.equal(keyOf(press("ż", "KeyZ", held)), "ż");
    assert.ok(isPlain(press("[", "Digit8", held)));
    assert.ok(isPlain(press("@", "KeyQ", held)));
    assert.ok(!isCommand(press("ż", "KeyZ", held)));
    assert.ok(!isCommand(press("k", "KeyK", held)));
  }
});

test("Ctrl, Cmd and Alt make a command of a letter", () => {
  for (const held of [{ ctrlKey: true }, { metaKey: true }]) {
    assert.ok(isCommand(press("z", "KeyZ", held)));
    assert.ok(!isPlain(press("z", "KeyZ", held)));
    assert.ok(!isPlain(press("/", "Slash", held)));
  }
  assert.ok(!isPlain(press("m", "KeyM", { altKey: true })));
  assert.ok(!isPlain(press("m", "KeyM", WINDOWS_ALT_GR)));
  assert.ok(isPlain(press("m", "KeyM")));
});

test("Option types signs on a Mac alone", () => {
  const onMachine = (platform) => Object.defineProperty(globalThis, "navigator", { value: { platform }, configurable: true });
  const option = press("[", "Digit5", { altKey: true });
  onMachine("MacIntel");
  assert.ok(isPlain(option));
  assert.ok(!isPlain(press("µ", "KeyM", { altKey: true })));
  onMachine("Win32");
  assert.ok(!isPlain(option));
});

/** The order of events when Enter takes the word of an input method: type, key, number, whether composing. */
const START = [["compositionstart"], ["keydown", "Process", 229, true]];
const END = [["keyup", "Enter", 13, false]];
const BROWSERS = {
  Chromium: [...START, ["keydown", "Enter", 229, true], ["compositionend"], ...END],
  Firefox: [...START, ["keydown", "Enter", 13, true], ["compositionend"], ...END],
  Safari: [...START, ["compositionend"], ["keydown", "Enter", 229, false], ...END],
};

for (const [browser, events] of Object.entries(BROWSERS)) {
  for (const key of ["Enter", "Escape"]) {
    test(`${key} of an input method reaches no field in ${browser}`, () => {
      const { window } = new JSDOM("<form><textarea></textarea></form>");
      ignoreComposing(/** @type {any} */ (window));
      const field = window.document.querySelector("textarea");
      const seen = [];
      window.document.addEventListener("keydown", (event) => seen.push(event.key), true);
      field.addEventListener("keydown", (event) => seen.push(event.key));
      const send = (type, name, keyCode, isComposing) => field.dispatchEvent(type.startsWith("key")
        ? new window.KeyboardEvent(type, { key: name === "Enter" ? key : name, keyCode, isComposing, bubbles: true })
        : new window.CompositionEvent(type, { bubbles: true }));
      for (const [type, ...rest] of events) send(type, ...rest);
      assert.deepEqual(seen, []);
      send("keydown", "Enter", key === "Enter" ? 13 : 27, false);
      assert.deepEqual(seen, [key, key]);
    });
  }
}

const SOURCES = readdirSync(ROOT, { recursive: true }).map(String).filter((name) => name.endsWith(".js"));

test("no other module judges compositions, or takes keys before they are judged", () => {
  // early.js runs before any module.
  const others = SOURCES.filter((name) => name !== join("page", "keys.js") && name !== "early.js").filter((name) => {
    const text = readFileSync(join(ROOT, name), "utf8");
    return /isComposing|keyCode|window\.addEventListener\("key|\.onkeypress|"keypress"|"keyup"/.test(text);
  });
  assert.deepEqual(others, []);
});

test("every page that has keys ignores those of input methods", () => {
  assert.match(readFileSync(join(ROOT, "site.js"), "utf8"), /^ignoreComposing\(\);$/m);
  const templates = resolve(ROOT, "../../templates");
  for (const name of readdirSync(templates, { recursive: true }).map(String).filter((path) => path.endsWith(".html"))) {
    const scripts = /\{% block scripts %\}(.*?)\{% endblock %\}/s.exec(readFileSync(join(templates, name), "utf8"));
    if (scripts) assert.match(scripts[1], /\{% entry "site" %\}/, name);
  }
});
