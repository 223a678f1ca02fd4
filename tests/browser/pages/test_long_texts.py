"""Nothing that is typed or pasted is cut: the text stays whole, and its field says how much is too much."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.support.board import Board
from tests.browser.support.people import json_of

# Fills each text field of the page, those of dialogs, menus and templates included, as a paste does.
SWEEP = """async () => {
  const TYPES = ['text', 'search', 'email', 'password', 'url', 'tel'];
  const roots = [document];
  for (const root of roots) for (const blank of root.querySelectorAll('template')) roots.push(blank.content);
  for (const content of roots.slice(1)) {
    const host = document.body.appendChild(document.createElement('div'));
    host.append(document.importNode(content, true));
  }
  const faults = [];
  let count = 0;
  for (const field of document.querySelectorAll('input, textarea')) {
    if (field.readOnly || field.disabled || ![...TYPES, 'textarea'].includes(field.type)) continue;
    for (let node = field; node; node = node.parentElement) {
      if (node.localName === 'details') node.open = true;
      if (node.localName === 'dialog' && !node.open) node.show();
      if (node.popover && !node.matches(':popover-open')) node.showPopover();
      node.hidden = false;
      node.style.display ||= getComputedStyle(node).display === 'none' ? 'block' : '';
    }
    const name = `${field.form?.dataset.form ?? field.form?.action ?? ''} ${field.name || field.id}`;
    const limit = Number(field.dataset.limit);
    if (!limit) { if (!field.pattern) faults.push(`${name}: has no limit`); continue; }
    field.focus();
    field.select();
    document.execCommand('insertText', false, `${'x'.repeat(limit + 996)}[end`);
    for (let tries = 0; tries < 60 && !count && !document.querySelector('.limit'); tries += 1) {
      // The counters come after the first paint.
      await new Promise((resolve) => { setTimeout(resolve, 50); });
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const described = (field.getAttribute('aria-describedby') ?? '').split(' ');
    const said = document.getElementById(described.at(-1))?.innerText;
    if (!field.value.endsWith('[end')) faults.push(`${name}: cut at ${field.value.length}`);
    if (!said?.includes('1000 characters too long')) faults.push(`${name}: says ${said}`);
    if (field.getAttribute('aria-invalid') !== 'true') faults.push(`${name}: is not invalid`);
    count += 1;
    document.execCommand('selectAll');
    document.execCommand('delete');
  }
  return { faults, count };
}"""

PAGES = ["", "/cards/1", "/members", "/files", "/archive", "/activity"]
OWN_PAGES = ["/projects/new", "/profile", "/profile/password", "/profile/delete", "/search?q=door"]
STRANGERS_PAGES = ["/login", "/register", "/password"]


def sweep(page: Page, paths: list[str]) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Return the faults of each page that has some, and the number of fields of each."""
    found: dict[str, Any] = {}
    for path in paths:
        page.goto(path)
        found[path] = page.evaluate(SWEEP)
    faults = {path: it["faults"] for path, it in found.items() if it["faults"]}
    return faults, {path: it["count"] for path, it in found.items()}


def test_no_field_of_a_project_cuts_a_text(window, ada, project):
    card = project.card("Paint the door")
    json_of(ada.post(f"/cards/{card['id']}/comments", {"text": "Blue?"}))
    checklist = json_of(ada.post(f"/cards/{card['id']}/checklists", {"name": "Steps"}))
    json_of(ada.post(f"/checklists/{checklist['id']}/items", {"text": "Sand it"}))
    project.label("Wood")
    faults, counts = sweep(window(ada), [project.path + path for path in PAGES])
    assert faults == {}
    assert list(counts.values()) == [13, 11, 4, 1, 2, 1]


def test_no_field_of_an_account_cuts_a_text(window, ada):
    faults, counts = sweep(window(ada), OWN_PAGES)
    strangers_faults, strangers_counts = sweep(window(), STRANGERS_PAGES)
    assert faults | strangers_faults == {}
    assert list(counts.values()) + list(strangers_counts.values()) == [3, 2, 3, 2, 2, 2, 3, 1]


def test_a_form_with_a_text_that_is_too_long_is_not_sent(window, ada, project):
    page = window(ada)
    page.goto(f"{project.path}/cards/1")
    field = page.get_by_label("Comment", exact=True)
    # A family counts as the five characters of the server, not as the eight of a script.
    field.fill("👨‍👩‍👧" * 800)
    expect(page.locator(".limit")).to_have_text("0 characters left")
    field.press_sequentially("ab")
    page.get_by_role("button", name="Send the comment").click()
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description("2 characters too long")
    expect(page.get_by_role("status").filter(has_text="2 characters too long")).to_have_count(1)
    field.press("Backspace")
    field.press("Backspace")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Send the comment").click()
    expect(page.locator(".comment")).to_have_count(1)


def test_names_changed_on_the_board_are_not_cut(window, ada, project):
    board = Board(window(ada), project).open()
    page = board.page
    board.choose("Paint the door", "Rename")
    field = page.locator(".card__rename")
    field.fill("y" * 201)
    field.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description("1 character too long")
    field.press("Backspace")
    field.press("Enter")
    expect(board.card("y" * 200)).to_be_focused()
    expect(page.locator(".limit")).to_have_count(0)
