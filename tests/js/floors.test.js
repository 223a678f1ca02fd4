/** The folders of static/js lie on floors: a module imports from its own folder and from the floors below. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { test } from "node:test";
import { buildSync } from "esbuild";

/** From the lowest floor to the highest. Folders on one floor do not import each other; "." holds the entries. */
const FLOORS = [
  ["texts"],
  ["page"],
  ["session", "steady", "completion", "dates", "notices", "pickers"],
  ["live", "drafts", "board/dom", "mentions", "palette"],
  ["board/pending", "board/loading", "files", "activity", "archive", "members", "notifications", "projects"],
  ["board/apply"],
  ["board/commands"],
  ["board/input"],
  ["board/pickers"],
  ["tools"],
  ["board"],
  ["chat/unread"],
  ["chat", "card", "board/filter", "site"],
  ["."],
];
const MOST_MODULES = 25;

const ROOT = resolve(import.meta.dirname, "../../static/js");
const MODULES = readdirSync(ROOT, { recursive: true }).filter((name) => name.endsWith(".js")).map(String).sort();
const IMPORTS = importsByModule();
const FOLDERS = new Map(MODULES.map((module) => [dirname(module), MODULES.filter((other) => dirname(other) === dirname(module))]));

/** The imports that run, deferred `import()` included. Types in comments are no imports. */
function importsByModule() {
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: MODULES,
    bundle: true,
    format: "esm",
    metafile: true,
    write: false,
    outdir: "unused",
    logLevel: "error",
  });
  const inside = (path) => relative(ROOT, resolve(ROOT, path));
  return new Map(Object.entries(metafile.inputs).map(([path, { imports }]) => [
    inside(path),
    imports.map((each) => inside(each.path)).filter((target) => !target.startsWith("..")),
  ]));
}

/** `[importing module, imported module]` of every import. */
function pairs() {
  return MODULES.flatMap((module) => IMPORTS.get(module).map((target) => [module, target]));
}

/** @param {string} module */
function floorOf(module) {
  return FLOORS.findIndex((folders) => folders.includes(dirname(module)));
}

test("every folder has one floor", () => {
  assert.deepEqual([...FOLDERS.keys()].sort(), FLOORS.flat().sort());
});

test("a module imports from its own folder and from lower floors only", () => {
  const upward = pairs().filter(([module, target]) => dirname(module) !== dirname(target) && floorOf(target) >= floorOf(module));
  assert.deepEqual(upward.map((pair) => pair.join(" imports ")), []);
});

test("nothing imports an entry", () => {
  assert.deepEqual(pairs().filter(([, target]) => dirname(target) === "."), []);
});

test("no modules import each other in a circle", () => {
  const finished = new Set();
  const visit = (module, path) => {
    assert.ok(!path.includes(module), [...path, module].join(" → "));
    if (finished.has(module)) return;
    for (const target of IMPORTS.get(module)) visit(target, [...path, module]);
    finished.add(module);
  };
  for (const module of MODULES) visit(module, []);
});

test("no folder holds more modules than a reader takes in at once", () => {
  const crowded = [...FOLDERS].filter(([, modules]) => modules.length > MOST_MODULES);
  assert.deepEqual(crowded.map(([folder, modules]) => `${folder}: ${modules.length}`), []);
});
