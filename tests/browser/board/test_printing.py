"""The board and a card on paper: all of it, and nothing that is pressed or typed into."""

import re

from playwright.sync_api import Page, expect

from tests.browser.support.board import Board
from tests.browser.support.people import json_of

# Buttons and bars that would be printed.
PRESSED = """() => [...document.querySelectorAll(
  'button, .btn, input, textarea, .toolbar, .chat, .tabbar, .toasts, .skip, .topbar__find'
)].filter((it) => it.checkVisibility())
  .filter((it) => !it.matches('.tick, .done, .reaction, .sheet__column, .crumbs__here > *'))
  .map((it) => it.outerHTML.slice(0, 120))"""

# What lies outside of its column or the paper.
CUT_OFF = """() => [...document.querySelectorAll('.column__list, .sheet__main, .sheet__body, .sheet')]
  .filter((it) => it.checkVisibility() && getComputedStyle(it).overflowY !== 'visible')
  .map((it) => it.className)"""

INK = "(it) => [getComputedStyle(it).color, getComputedStyle(it).backgroundColor]"


def sheets(page: Page) -> list[tuple[int, int]]:
    """Width and height, in points, of each page that is printed."""
    boxes = re.findall(rb"/MediaBox \[0 0 (\d+)[\d.]* (\d+)", page.pdf(prefer_css_page_size=True))
    return [(int(width), int(height)) for width, height in boxes]


def test_a_board_is_printed_with_all_its_cards(window, ada, project):
    project.add(*[f"Card {number}" for number in range(20)], labelIds=[project.label("urgent", "red")])
    board = Board(window(ada, color_scheme="dark"), project).open()
    expect(board.page.locator(".column .card")).to_have_count(24)
    board.page.emulate_media(media="print")
    assert board.page.evaluate(PRESSED) == []
    assert board.page.evaluate(CUT_OFF) == []
    assert board.page.locator(".label").first.evaluate(INK) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    last = board.card("Card 19")
    assert last.evaluate("(it) => getComputedStyle(it).contentVisibility") == "visible"
    assert last.locator(".card__link").evaluate("(it) => it.getBoundingClientRect().height") > 10
    papers = sheets(board.page)
    assert len(papers) > 1
    assert all(width > height for width, height in papers)


def test_an_open_card_is_printed_with_its_texts(window, ada, project):
    card = project.card("Oil the lamp")
    project.change("Oil the lamp", description="\n\n".join(f"Paragraph {number}" for number in range(120)))
    listed = json_of(ada.post(f"/cards/{card['id']}/checklists", {"name": "Steps"}))
    json_of(ada.post(f"/checklists/{listed['id']}/items", {"text": "Fill it"}))
    json_of(ada.post(f"/cards/{card['id']}/comments", {"text": "It is dry."}))
    board = Board(window(ada), project).open()
    board.link("Oil the lamp").click()
    sheet = board.page.locator("#card-dialog")
    expect(sheet.get_by_role("paragraph").filter(has_text="It is dry.")).to_be_visible()
    board.page.emulate_media(media="print")
    assert board.page.evaluate(PRESSED) == []
    assert board.page.evaluate(CUT_OFF) == []
    shown = sheet.inner_text()
    for words in ("Todo", "Paragraph 0", "Paragraph 119", "Fill it", "It is dry."):
        assert words in shown
    expect(board.card("Sweep the stairs")).to_be_hidden()
    assert len(sheets(board.page)) > 3
