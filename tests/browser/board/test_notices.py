"""Notices: where they are, and that one tells of several changes."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.board import Board, expect_soon

# Names of the controls that a notice lies over.
COVERED = """() => {
  const notice = document.querySelector('.toast');
  const over = notice.getBoundingClientRect();
  const meets = (box) =>
    box.left < over.right && over.left < box.right && box.top < over.bottom && over.top < box.bottom;
  const place = notice.closest('dialog') ?? document;
  return [...place.querySelectorAll('a, button, input, textarea, select')]
    .filter((it) => !it.closest(".toast"))
    .filter((it) => it.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((it) => it.getBoundingClientRect().width && meets(it.getBoundingClientRect()))
    // A part of a list that is scrolled away is not covered.
    .filter((it) => meets((it.closest('.column__list') ?? it).getBoundingClientRect()))
    .map((it) => it.outerHTML.slice(0, 160));
}"""
SIZES = [(1280, 800), (1440, 900), (1024, 768), (390, 780)]


@pytest.fixture
def long_column(project):
    project.add(*(f"Card {number}" for number in range(14)))
    return project


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_notice_covers_no_control(window, ada, long_column, width, height):
    board = Board(window(ada, viewport={"width": width, "height": height}), long_column).open()
    board.link("Paint the door").focus()
    board.page.keyboard.press("e")
    expect(board.toast).to_contain_text("archived")
    expect_soon(lambda: board.page.evaluate(COVERED), lambda covered: covered == [], board.page)


def test_a_notice_in_an_open_card_covers_no_control(window, ada, project):
    board = Board(window(ada), project).open()
    board.link("Paint the door").click()
    dialog = board.page.locator("#card-dialog[open]")
    dialog.get_by_role("button", name="Assign to me").click()
    expect(dialog.locator(".toast")).to_contain_text("assigned to you")
    expect_soon(lambda: board.page.evaluate(COVERED), lambda covered: covered == [], board.page)


def test_three_archived_cards_are_one_notice_and_come_back_by_one_press(window, ada, project):
    board = Board(window(ada), project).open()
    for title in ("Paint the door", "Sweep the stairs", "Oil the lamp"):
        board.link(title).hover()
        board.page.keyboard.press("e")
    expect(board.page.locator(".toast")).to_contain_text("3 cards archived")
    expect(board.page.locator(".toast")).to_have_count(1)
    board.toast.get_by_role("button", name="Undo").click()
    board.expect_column("Todo", "Paint the door", "Sweep the stairs", "Oil the lamp")
    expect(board.page.locator(".toast")).to_contain_text("Undone: 3 cards archived")
