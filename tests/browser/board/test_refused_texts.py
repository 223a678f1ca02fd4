"""A refusal gives back all of what it refused: into the field that it came from, or in a notice."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.support.board import Board
from tests.browser.support.people import json_of
from tests.browser.support.socket_proxy import SocketProxy

SEND = """(field, text) => {
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.form.requestSubmit();
}"""
TEXT = "Oil and wick"
REFUSAL = "Not today."


@pytest.fixture
def page(window, ada) -> Page:
    return window(ada)


@pytest.fixture
def proxy(page) -> SocketProxy:
    return SocketProxy(page)


@pytest.fixture
def board(page, proxy, project) -> Board:
    return Board(page, project).open()


def paste(page: Page, text: str) -> None:
    """Paste into the field with the focus, as the clipboard's event does."""
    page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData('text/plain', text);
          const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
          if (document.activeElement.dispatchEvent(event)) document.execCommand('insertText', false, text);
        }""",
        text,
    )


def test_lines_pasted_into_a_full_column_are_all_back(board, project, ada):
    page = board.page
    column = json_of(ada.get(f"{project.path}/board"))["columns"][1]
    json_of(ada.patch(f"/columns/{column['id']}", {"version": column["version"], "wipLimit": 1}))
    expect(board.column(column["name"]).locator(".column__limit")).to_be_visible()
    board.column(column["name"]).get_by_role("button", name="Add").last.click()
    paste(page, "Sand\nPrime\nPaint")
    page.get_by_role("button", name="Create 3 cards").click()
    expect(board.toast).to_contain_text("at its limit")
    field = board.column(column["name"]).locator("textarea")
    expect(field).to_have_value("Sand\nPrime\nPaint")
    expect(page.get_by_role("button", name="Create 3 cards")).to_be_visible()
    page.get_by_role("button", name="Create one card").click()
    expect(field).to_have_value("Sand\nPrime\nPaint")
    expect(field).to_be_focused()


def test_every_text_of_a_card_comes_back(board, page, proxy, project, ada):
    card = project.card("Paint the door")
    checklist = json_of(ada.post(f"/cards/{card['id']}/checklists", {"name": "Steps"}))
    board.link("Paint the door").click()
    sheet = page.locator("#card-dialog")
    expect(sheet.get_by_role("heading", name="Steps")).to_be_visible()
    proxy.refusal = {"code": "invalid", "detail": REFUSAL}
    for selector in ("#new-checklist", f"#name-{checklist['id']}", f"#add-item-{checklist['id']}"):
        sheet.locator(selector).evaluate(SEND, TEXT)
        expect(page.locator(".toast").filter(has_text=REFUSAL)).to_be_visible()
        expect(sheet.locator(selector)).to_have_value(TEXT)
        page.locator(".toast [data-action=toast-close]").last.click()
    proxy.refusal = None
    # Half an emoji, as a program leaves it that cuts a text anywhere.
    page.evaluate(f"({SEND})(document.getElementById('new-comment'), 'Blue \\ud83d')")
    expect(sheet.get_by_text("Not sent.")).to_be_visible()
    expect(sheet.locator("#new-comment")).to_have_value(re.compile("^Blue .$"))


def test_the_name_of_a_refused_label_is_offered_and_put_back(board, page, proxy):
    board.link("Paint the door").click()
    expect(page.locator("#card-dialog").get_by_role("heading", name="Paint the door")).to_be_visible()
    proxy.refusal = {"code": "invalid", "detail": REFUSAL}
    page.locator("#label-name-").evaluate(SEND, TEXT)
    notice = page.get_by_role("group", name="Your text")
    expect(notice).to_contain_text(REFUSAL)
    notice.get_by_role("button", name="Put back").click()
    expect(page.locator("#label-name-")).to_be_focused()
    expect(page.locator("#label-name-")).to_have_value(TEXT)
