"""Clicks and keys of twenty everyday deeds, counted. Each begins on the board with the pointer beside it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.support.board import Board, expect_soon
from tests.browser.support.hand import Hand

TABLE = Path(__file__).resolve().parents[3] / "docs" / "deeds.md"
DOOR, STAIRS, LAMP = "Paint the door", "Sweep the stairs", "Oil the lamp"
Deed = Callable[["Desk"], Callable[[Any], bool] | None]
DEEDS: list[Any] = []


class Desk:
    """The board with a hand over it."""

    def __init__(self, board: Board) -> None:
        self.board, self.page, self.hand = board, board.page, Hand(board.page)

    def card(self, title: str = DOOR) -> Locator:
        return self.board.card(title)

    def over(self, title: str = DOOR) -> Hand:
        """Point at a card."""
        self.hand.point(self.board.link(title))
        return self.hand

    @property
    def picker(self) -> Locator:
        return self.page.locator(".choices")

    @property
    def dialog(self) -> Locator:
        return self.page.locator("#card-dialog[open]")

    def opened(self, title: str = DOOR) -> Locator:
        self.hand.click(self.board.link(title))
        expect(self.dialog.get_by_role("heading", name=title)).to_be_visible()
        return self.dialog

    def shows(self, thing: Locator) -> Locator:
        expect(thing).to_be_visible()
        return thing


def deed(name: str, clicks: int, keys: int) -> Callable[[Deed], Deed]:
    def register(do: Deed) -> Deed:
        DEEDS.append(pytest.param(do, clicks, keys, id=name))
        return do

    return register


def friday() -> dt.date:
    today = dt.datetime.now(tz=dt.UTC).date()
    return today + dt.timedelta(days=(4 - today.weekday()) % 7 or 7)


def card_of(board: dict[str, Any], title: str = DOOR) -> dict[str, Any]:
    return next(card for card in board["cards"] if card["title"] == title)


# ── On the board ──────────────────────────────────────────────────────────────────────────────────


@deed("open a card", 1, 0)
def open_a_card(desk):
    desk.opened()


@deed("close it", 1, 1)
def close_it(desk):
    desk.opened()
    desk.hand.press("Escape")
    expect(desk.dialog).to_have_count(0)


@deed("new card", 1, 9)
def new_card(desk):
    desk.hand.click(desk.board.column("Todo").locator(".column__foot button"))
    desk.hand.write("Buy soap")
    desk.hand.press("Enter")
    return lambda board: any(card["title"] == "Buy soap" for card in board["cards"])


@deed("rename a card", 2, 10)
def rename(desk):
    hand = desk.over()
    hand.click(desk.card().get_by_role("button", name="Menu of"))
    hand.click(desk.page.get_by_role("menuitem", name="Rename"))
    desk.shows(desk.page.locator(".card textarea"))
    hand.press("Control+a")
    hand.write("Buy soap")
    hand.press("Enter")
    return lambda board: any(card["title"] == "Buy soap" for card in board["cards"])


@deed("assign a colleague", 0, 5)
def assign(desk):
    desk.over().press("a")
    desk.shows(desk.picker)
    desk.hand.write("bob")
    desk.hand.press("Enter")
    return lambda board: len(card_of(board)["assigneeIds"]) == 1


@deed("assign a colleague by mouse", 3, 0)
def assign_by_mouse(desk):
    desk.hand.click(desk.board.link(DOOR), "right")
    desk.hand.click(desk.page.get_by_role("menuitem", name="Assign…"))
    desk.hand.click(desk.picker.get_by_role("option", name="Bob Marley"))
    return lambda board: len(card_of(board)["assigneeIds"]) == 1


@deed("assign oneself", 0, 1)
def assign_oneself(desk):
    desk.over().press("i")
    return lambda board: len(card_of(board)["assigneeIds"]) == 1


@deed("add a label", 1, 1)
def label(desk):
    desk.over().press("l")
    desk.hand.click(desk.picker.get_by_role("option", name="bug"))
    return lambda board: len(card_of(board)["labelIds"]) == 1


@deed("add a new label", 0, 5)
def new_label(desk):
    desk.over().press("l")
    desk.shows(desk.picker)
    desk.hand.write("sea")
    desk.hand.press("Enter")
    return lambda board: len(card_of(board)["labelIds"]) == 1


@deed("due on Friday", 0, 5)
def due_friday(desk):
    desk.over().press("d")
    desk.shows(desk.picker)
    desk.hand.write("fri")
    desk.hand.press("Enter")
    return lambda board: card_of(board)["dueAt"] == friday().isoformat()


@deed("due on a day by mouse", 1, 1)
def due_by_mouse(desk):
    desk.over().press("d")
    desk.hand.click(desk.picker.locator("[tabindex='0'][data-day]"))
    return lambda board: bool(card_of(board)["dueAt"])


@deed("no due date any more", 1, 1)
def no_date(desk):
    desk.board.project.change(DOOR, dueAt="2030-12-04T12:00:00.000Z")
    expect(desk.card().locator("time")).to_be_visible()
    desk.over().press("d")
    desk.hand.click(desk.picker.get_by_role("button", name="No date"))
    return lambda board: card_of(board)["dueAt"] is None


@deed("mark as done", 2, 0)
def done(desk):
    desk.hand.click(desk.board.link(DOOR), "right")
    desk.hand.click(desk.page.get_by_role("menuitem", name="Done"))
    return lambda board: bool(card_of(board)["doneAt"])


@deed("move to another column", 0, 4)
def move(desk):
    desk.over().press("m")
    desk.shows(desk.picker)
    desk.hand.write("do")
    desk.hand.press("Enter")
    return lambda board: card_of(board)["columnId"] == desk.board.project.columns[2]


@deed("archive", 0, 1)
def archive(desk):
    desk.over().press("e")
    return lambda board: all(card["title"] != DOOR for card in board["cards"])


@deed("undo", 0, 2)
def undo(desk):
    desk.over().press("e")
    expect(desk.card()).to_have_count(0)
    desk.hand.press("Control+z")
    return lambda board: any(card["title"] == DOOR for card in board["cards"])


@deed("label three cards", 4, 1)
def label_three(desk):
    for title in (DOOR, STAIRS, LAMP):
        desk.hand.click(desk.board.link(title), modifiers=["Control"])
    desk.hand.press("l")
    desk.hand.click(desk.picker.get_by_role("option", name="bug"))
    return lambda board: all(card_of(board, title)["labelIds"] for title in (DOOR, STAIRS, LAMP))


@deed("my cards only", 1, 0)
def mine(desk):
    desk.hand.click(desk.page.locator("button[data-filter=mine]"))
    expect(desk.card()).to_be_hidden()


@deed("open a card by its number", 0, 3)
def by_number(desk):
    desk.hand.press("/")
    desk.shows(desk.page.locator("#palette"))
    desk.hand.write("3")
    expect(desk.page.locator("#palette [role=option]").first).to_contain_text(LAMP)
    desk.hand.press("Enter")
    expect(desk.dialog.get_by_role("heading", name=LAMP)).to_be_visible()


# ── In an open card ───────────────────────────────────────────────────────────────────────────────


@deed("write a description", 2, 10)
def describe(desk):
    dialog = desk.opened()
    desk.hand.click(dialog.locator("details[data-edit] > summary"))
    desk.hand.write("With soap")
    desk.hand.press("Control+Enter")
    return lambda board: True


@deed("comment", 2, 10)
def comment(desk):
    dialog = desk.opened()
    desk.hand.click(dialog.get_by_label("Comment", exact=True).last)
    desk.hand.write("With soap")
    desk.hand.press("Control+Enter")
    return lambda board: card_of(board)["commentCount"] == 1


@deed("the next card", 2, 1)
def next_card(desk):
    desk.opened()
    desk.hand.press("Escape")
    expect(desk.dialog).to_have_count(0)
    desk.opened(STAIRS)


@pytest.mark.parametrize(("do", "clicks", "keys"), DEEDS)
def test_an_everyday_deed_takes_few_clicks_and_keys(do, clicks, keys, window, ada, project):
    project.label("bug")
    desk = Desk(Board(window(ada), project).open())
    fits = do(desk)
    if fits:
        expect_soon(project.board, fits, desk.page)
    assert (desk.hand.clicks, desk.hand.keys) == (clicks, keys)


def test_the_table_of_deeds_is_what_is_counted():
    rows = [line.strip("| ").split(" | ") for line in TABLE.read_text().splitlines() if line.startswith("| ")]
    told = {name.split(",")[0]: (int(clicks), int(keys)) for name, _, _, clicks, keys in rows[2:]}
    assert told == {each.id: each.values[1:] for each in DEEDS}
