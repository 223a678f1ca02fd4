"""The board on a phone: swiping scrolls, a long press lifts a card, and everything fits."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.support.board import Board, box_of, expect_soon

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL = {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True}
LONG_PRESS = 300

# Touch targets; without those inside a larger target, and links within text.
TARGETS = """() => [...document.querySelectorAll('a, button, input, select, summary, textarea')]
  .filter((it) => it.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((it) => getComputedStyle(it).pointerEvents !== 'none')
  .filter((it) => !it.matches('[type=hidden], .skip, .link, .card__link, .tile__link'))
  .map((it) => [it.getAttribute('aria-label') ?? it.textContent.trim(), it.closest('.check') ?? it])
  .map(([name, target]) => [name, target.getBoundingClientRect()])
  .map(([name, { width, height }]) => [name, Math.round(width), Math.round(height)])"""
WIDTHS = "[document.documentElement.scrollWidth, innerWidth]"


class Finger:
    """One touch point, moved by Chromium's DevTools protocol."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cdp = page.context.new_cdp_session(page)
        self.at = (0.0, 0.0)

    def down(self, left: float, top: float) -> None:
        self.at = (left, top)
        self._send("touchStart", [self.at])

    def move(self, left: float, top: float, steps: int = 10) -> None:
        (from_left, from_top), self.at = self.at, (left, top)
        for step in range(1, steps + 1):
            part = step / steps
            self._send(
                "touchMove", [(from_left + (left - from_left) * part, from_top + (top - from_top) * part)]
            )
            self.page.wait_for_timeout(16)

    def up(self) -> None:
        self._send("touchEnd", [])

    def _send(self, kind: str, points: list[tuple[float, float]]) -> None:
        touches = [{"x": left, "y": top} for left, top in points]
        self.cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


@pytest.fixture
def page(window, ada) -> Page:
    return window(ada, **PHONE)


@pytest.fixture
def board(page, project) -> Board:
    return Board(page, project).open()


@pytest.fixture
def finger(page) -> Finger:
    return Finger(page)


def rest_on(finger: Finger, board: Board, title: str) -> None:
    left, top, width, height = box_of(board.card(title))
    finger.down(left + width / 3, top + height / 2)
    finger.page.wait_for_timeout(LONG_PRESS)


@pytest.mark.sqlite
def test_a_finger_that_rests_lifts_the_card_and_moves_it(board, finger, project):
    left, top, width, height = box_of(board.card("Paint the door"))
    rest_on(finger, board, "Oil the lamp")
    finger.move(left + width / 3, top + height / 3)
    expect(board.page.locator("body")).to_have_class("is-dragging")
    finger.page.wait_for_timeout(150)
    finger.up()
    board.expect_column("Todo", "Oil the lamp", "Paint the door", "Sweep the stairs")
    expect_soon(lambda: len(project.events("card.moved")), lambda moves: moves == 1, board.page)


def test_a_card_is_carried_to_a_column_that_the_edge_brings_into_view(board, finger, project):
    rest_on(finger, board, "Oil the lamp")
    finger.move(386, 300, steps=20)
    expect(board.column("In Progress")).to_be_in_viewport(ratio=0.5)
    finger.move(195, 300, steps=2)
    expect(board.column("Todo").locator(".is-ghost")).to_have_count(0)
    finger.up()
    board.expect_column("Todo", "Paint the door", "Sweep the stairs")
    expect(board.card("Oil the lamp")).to_be_in_viewport()
    expect_soon(lambda: len(project.events("card.moved")), lambda moves: moves == 1, board.page)


def test_a_swipe_scrolls_the_column_and_sends_nothing(page, project):
    project.add(*(f"Plank {n}" for n in range(12)))
    board, finger = Board(page, project).open(), Finger(page)
    left, top, width, _ = box_of(board.card("Plank 3"))
    finger.down(left + width / 2, top + 10)
    finger.move(left + width / 2, top - 250, steps=8)
    finger.up()
    scrolled = board.column("Todo").locator(".column__list")
    expect_soon(lambda: scrolled.evaluate("(list) => list.scrollTop"), lambda far: far > 100, page)
    page.wait_for_timeout(LONG_PRESS)
    assert project.events("card.moved") == []


def test_a_swipe_to_the_side_shows_the_next_column(board, finger, project):
    expect(board.column("In Progress")).not_to_be_in_viewport(ratio=0.5)
    left, top, width, _ = box_of(board.card("Sweep the stairs"))
    finger.down(left + width - 30, top + 10)
    finger.move(left + 10, top + 10, steps=6)
    finger.up()
    expect(board.column("In Progress")).to_be_in_viewport(ratio=0.9)
    assert project.events("card.moved") == []


def test_a_tap_opens_the_card_over_the_whole_screen(board):
    board.card("Oil the lamp").tap()
    sheet = board.page.get_by_role("dialog", name="Oil the lamp")
    expect(sheet).to_be_visible()
    assert sheet.bounding_box()["width"] == 390
    board.page.go_back()
    expect(sheet).to_be_hidden()
    expect(board.card("Oil the lamp")).to_be_focused()


def test_a_long_press_that_does_not_move_opens_the_menu_and_taps_choose_more(board, finger, project):
    rest_on(finger, board, "Oil the lamp")
    finger.page.wait_for_timeout(LONG_PRESS)
    finger.up()
    board.page.get_by_role("menuitem", name="Select").tap()
    bar = board.page.get_by_role("region", name="Selected cards")
    board.card("Paint the door").tap()
    expect(bar).to_contain_text("2 cards selected")
    assert all(min(box_of(button)[2:]) >= 38 for button in bar.get_by_role("button").all())
    bar.get_by_role("button", name="Archive").tap()
    board.expect_column("Todo", "Sweep the stairs")
    expect(board.page.get_by_role("dialog")).to_have_count(0)
    expect_soon(lambda: len(project.events("cards.updated")), lambda changes: changes == 1, board.page)
    assert project.events("card.moved") == []


def test_a_card_is_moved_without_dragging(board):
    board.button("Menu of LIG-3").tap()
    board.page.get_by_role("menuitem", name="Move to…").tap()
    done = board.page.get_by_role("option", name="Done")
    assert box_of(done)[3] >= 44
    done.tap()
    board.expect_column("Done", "Oil the lamp")


def test_the_tab_bar_leads_everywhere(board):
    bar = board.page.get_by_role("navigation", name="Sections")
    expect(bar.get_by_role("link", name="Board")).to_have_attribute("aria-current", "page")
    for link in bar.get_by_role("link").all():
        assert box_of(link)[3] >= 44
    bar.get_by_role("link", name="Members").tap()
    expect(board.page.get_by_role("heading", name="Members")).to_be_visible()


PAGES = ["/projects", "/projects/new", "{}", "{}/members", "{}/cards/1"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", [PHONE, SMALL], ids=["390", "320"])
def test_no_page_is_wider_than_the_phone(window, ada, project, path, size):
    page = window(ada, **size)
    page.goto(path.format(project.path))
    wide, screen = page.evaluate(WIDTHS)
    assert wide <= screen


@pytest.mark.parametrize("path", ["/login", "/register", "/licence"])
def test_no_sign_in_page_is_wider_than_the_phone(window, path):
    page = window(**SMALL)
    page.goto(path)
    wide, screen = page.evaluate(WIDTHS)
    assert wide <= screen


@pytest.mark.parametrize("path", PAGES)
def test_what_is_tapped_is_large_enough(page, project, path):
    page.goto(path.format(project.path))
    targets = page.evaluate(TARGETS)
    assert targets
    assert [target for target in targets if min(target[1:]) < 38] == []
