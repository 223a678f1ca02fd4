"""A board that the browser translates: what it shows in another language is never sent back as a text."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.board import Board
from tests.browser.support.people import json_of

# What Chrome's translation does: each text becomes another one, in elements of its own.
TRANSLATE = """() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const element = text.parentElement;
    if (!text.data.trim() || element.closest("script, style, template, textarea, title, option")) continue;
    if (!element.translate) continue;
    const outer = document.createElement("font"), inner = document.createElement("font");
    inner.textContent = `XX ${text.data}`;
    outer.append(inner);
    text.replaceWith(outer);
  }
}"""


@pytest.fixture
def board(window, ada, project):
    card = project.card("Oil the lamp")
    listed = json_of(ada.post(f"/cards/{card['id']}/checklists", {"name": "Steps"}))
    json_of(ada.post(f"/checklists/{listed['id']}/items", {"text": "Fill it"}))
    json_of(ada.post(f"/projects/{project.id}/messages", {"text": f"Who takes {card['key']}?"}))
    board = Board(window(ada), project).open()
    board.page.evaluate(TRANSLATE)
    expect(board.page.locator(".topbar__find")).to_contain_text("XX")
    return board


def test_names_are_edited_as_they_are_stored(board, ada, project):
    page = board.page
    board.card("Oil the lamp").focus()
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    page.locator("[data-action=card-rename]").click()
    expect(page.locator(".card__rename")).to_have_value("Oil the lamp")
    page.keyboard.press("Enter")
    board.button("Menu of Todo").click()
    page.locator("[data-action=column-edit]").click()
    expect(page.locator("#column-name")).to_have_value("Todo")
    page.keyboard.press("Enter")
    expect(page.locator(".msg__who b").last).to_have_text("You")
    board.expect_column("Todo", "Paint the door", "Sweep the stairs", "Oil the lamp")
    assert project.card("Oil the lamp")["version"] == 1


def test_an_open_card_keeps_its_texts(board):
    board.link("Oil the lamp").click()
    sheet = board.page.locator("#card-dialog")
    expect(sheet.locator(".item [data-text]")).to_have_text("Fill it")
    board.page.evaluate(TRANSLATE)
    expect(sheet.locator("#card-title")).to_have_text("Oil the lamp")
    expect(sheet.locator(".item [data-text]")).to_have_text("Fill it")
    expect(sheet.locator(".list [data-name]")).to_have_text("Steps")
