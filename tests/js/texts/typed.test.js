import assert from "node:assert/strict";
import { test } from "node:test";
import { JSDOM } from "jsdom";
import { adopt, isTyped, markTyped } from "../../../static/js/texts/typed.js";

const { document } = new JSDOM(`<form>
  <textarea></textarea><input name="name" value="Ada"><input name="done" type="checkbox" checked>
  <select name="role"><option>member<option selected>viewer</select><select name="sort"><option>old<option>new</select>
</form>`).window;
const form = document.querySelector("form");
const { name, done, role, sort } = form.elements;

test("what differs from the server's page has been typed, in every kind of field", () => {
  form.reset();
  for (const field of form.elements) assert.equal(isTyped(field), false, field.name);
  name.value = "Bob";
  done.checked = false;
  role.selectedIndex = 0;
  sort.selectedIndex = 1;
  for (const field of [name, done, role, sort]) assert.equal(isTyped(field), true, field.name);
  markTyped(form);
  assert.equal(form.querySelectorAll("[data-typed]").length, 4);
});

test("a draft fills an empty field, and stands above what was typed, with the caret where it was", () => {
  const field = form.querySelector("textarea");
  form.reset();
  assert.deepEqual([adopt(field, "old"), field.value], [false, "old"]);
  field.value = "new";
  field.setSelectionRange(1, 2);
  assert.equal(adopt(field, "old"), true);
  assert.deepEqual([field.value, field.selectionStart, field.selectionEnd], ["old\nnew", 5, 6]);
  adopt(field, "old");
  assert.equal(field.value, "old\nnew", "a browser may have restored the draft itself");
});
