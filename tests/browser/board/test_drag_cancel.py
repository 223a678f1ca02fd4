"""Esc ends a drag by mouse and puts everything back: nothing is sent, opened or deselected."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.board import Board, box_of
from tests.browser.support.open_card import OpenCard

HEADS = "(all) => all.map((head) => head.textContent)"


@pytest.fixture
def board(window, ada, project):
    return Board(window(ada), project).open()


def test_a_card_goes_back_and_its_release_opens_nothing(board, project):
    before = board.order()
    board.lift("Sweep the stairs")
    board.carry(board.card("Call the boat"))
    board.page.keyboard.press("Escape")
    expect(board.page.locator("body")).not_to_have_class("is-dragging")
    assert board.order() == before
    expect(board.announced).to_have_text("Sweep the stairs was put back.")
    board.page.mouse.up()
    board.page.wait_for_timeout(100)
    expect(board.page.locator("dialog[open], .is-drag, .is-ghost, .is-chosen")).to_have_count(0)
    assert project.events("card.moved") == []
    board.drag("Sweep the stairs", to=board.card("Call the boat"))
    board.expect_column("In Progress", "Sweep the stairs", "Call the boat")
    board.link("Sweep the stairs").click()
    expect(board.page.get_by_role("dialog", name="Sweep the stairs")).to_be_visible()


def test_a_selection_stays_selected(board, project):
    for title in ("Paint the door", "Sweep the stairs"):
        board.card(title).click(modifiers=["Control"])
    before = board.order()
    board.lift("Sweep the stairs")
    board.carry(board.card("Call the boat"))
    board.page.keyboard.press("Escape")
    board.page.mouse.up()
    assert board.order() == before
    expect(board.page.locator(".card.is-selected")).to_have_count(2)
    board.page.keyboard.press("Escape")
    expect(board.page.locator(".card.is-selected")).to_have_count(0)
    assert project.events("card.moved") == []


def test_a_column_goes_back(board, project):
    heads = board.page.locator(".column[data-id] .column__name")
    before = heads.evaluate_all(HEADS)
    left, top, _, height = box_of(board.column("Todo").locator(".column__head"))
    board.page.mouse.move(left + 60, top + height / 2)
    board.page.mouse.down()
    board.page.mouse.move(*box_of(board.column("In Progress"))[:2], steps=4)
    left, _, width, _ = box_of(board.column("In Progress"))
    board.page.mouse.move(left + width * 0.8, top + height / 2, steps=6)
    expect(heads.first).not_to_have_text(before[0])
    board.page.keyboard.press("Escape")
    board.page.mouse.up()
    assert heads.evaluate_all(HEADS) == before
    assert project.events("column.moved") == []


def test_a_checklist_item_goes_back_and_the_card_stays_open(window, ada, project):
    card = OpenCard(window(ada), project).open("Oil the lamp")
    card.add_list("Steps", "Trim", "Fill", "Light")
    card.page.keyboard.press("Tab")
    grip = card.item("Light").locator("[data-grip]")
    card.item("Light").hover()
    gx, gy, gw, gh = box_of(grip)
    card.page.mouse.move(gx + gw / 2, gy + gh / 2)
    card.page.mouse.down()
    top = box_of(card.item("Trim"))[1]
    card.page.mouse.move(gx + gw / 2, top + 3, steps=12)
    expect(card.items().first).to_have_text("Light")
    card.page.keyboard.press("Escape")
    card.page.mouse.up()
    expect(card.items()).to_have_text(["Trim", "Fill", "Light"])
    expect(card.dialog).to_have_count(1)
    assert project.events("checklist_item.moved") == []
