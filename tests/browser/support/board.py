"""Page object of the board: what a person sees on it and does with it."""

import re
import time
from collections.abc import Callable
from typing import Any, Self

from playwright.sync_api import Locator, Page, expect

from tests.browser.support.projects import Project

ORDER = """() => Object.fromEntries([...document.querySelectorAll('.column[data-id]')].map((column) => [
  column.querySelector('.column__name').textContent,
  [...column.querySelectorAll('.card[data-id]')].map((card) => card.querySelector('.card__link').textContent),
]))"""

# The whole state of a board, as people see it and as scripts read it.
STATE = """() => [...document.querySelectorAll('.column[data-id]')].map((column) => ({
  ...column.dataset, name: column.querySelector('.column__name').textContent,
  head: column.querySelector('.column__head').innerText, hue: column.querySelector('.dot').dataset.hue,
  cards: [...column.querySelectorAll('.card[data-id]')].map((card) => ({
    ...card.dataset, says: card.innerText, to: card.querySelector('a').getAttribute('href'),
    labels: [...card.querySelectorAll('.label')].map((label) => [label.textContent, label.dataset.hue]),
    people: [...card.querySelectorAll('.av')].map((avatar) => avatar.title),
  })),
}))"""


class Board:
    def __init__(self, page: Page, project: Project) -> None:
        self.page = page
        self.project = project

    def open(self) -> Self:
        self.page.goto(self.project.path)
        self.expect_live()
        return self

    # ── What is there ─────────────────────────────────────────────────────────────────────────────

    def column(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    def card(self, title: str) -> Locator:
        return self.page.locator(".card").filter(has=self.page.get_by_role("link", name=title, exact=True))

    def link(self, title: str) -> Locator:
        return self.page.get_by_role("link", name=title, exact=True)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def status(self) -> Locator:
        return self.page.locator("kr-status")

    @property
    def toast(self) -> Locator:
        return self.page.locator(".toast").last

    @property
    def announced(self) -> Locator:
        return self.page.locator("#announcer")

    def order(self) -> dict[str, list[str]]:
        """Titles of cards by the name of their column, in the order of the page."""
        return self.page.evaluate(ORDER)

    def state(self) -> list[dict[str, Any]]:
        return self.page.evaluate(STATE)

    # ── What is expected ──────────────────────────────────────────────────────────────────────────

    def expect_live(self) -> None:
        """Wait until the page has joined its room. Presence shows it: only the room sends that."""
        expect(self.page.locator("link[data-later=tools]")).to_have_attribute("media", "all")
        expect(self.page.locator("kr-presence .av")).not_to_have_count(0)
        expect(self.status).to_have_attribute("data-state", re.compile("live|updated"))

    def expect_column(self, name: str, *titles: str, within: float = 5) -> None:
        """Expect these cards in this order, and their number in the column's head."""
        expect(self.column(name).locator(".card__link")).to_have_text(list(titles), timeout=within * 1000)
        expect(self.column(name).locator(".column__count")).to_have_text(
            str(len(titles)), timeout=within * 1000
        )

    def expect_same(self, other: "Board", within: float = 5) -> None:
        """Expect both windows to show the same board, including versions and counts."""
        expect_soon(lambda: (self.state(), other.state()), lambda both: both[0] == both[1], self.page, within)

    def expect_fresh(self, fresh: Page) -> None:
        """Expect this page, after all its events, to equal a page that was just opened."""
        self.expect_same(Board(fresh, self.project).open())

    # ── What is done ──────────────────────────────────────────────────────────────────────────────

    def drag(self, title: str, to: Locator) -> None:
        self.lift(title)
        self.carry(to)
        self.page.mouse.up()

    def lift(self, title: str) -> None:
        left, top, _, height = box_of(self.card(title))
        self.page.mouse.move(left + 20, top + height / 2)
        self.page.mouse.down()
        self.page.mouse.move(left + 32, top + height / 2 + 8, steps=4)
        expect(self.page.locator("body")).to_have_class("is-dragging")

    def carry(self, to: Locator) -> None:
        """Drag the lifted card above a card of another column, or into an empty column."""
        left, top, width, height = box_of(to)
        self.page.mouse.move(left + width / 2, top + height / 4, steps=8)
        column = to.locator("xpath=ancestor-or-self::section[@data-id]")
        expect(column.locator(".is-ghost")).to_have_count(1)
        self.page.wait_for_timeout(120)  # the page samples the pointer every 50 ms

    def choose(self, title: str, item: str) -> None:
        """Choose an item of a card's menu."""
        self.card(title).hover()
        self.card(title).get_by_role("button", name="Menu of").click()
        self.page.get_by_role("menuitem", name=item).click()

    def add(self, column: str, *titles: str) -> None:
        self.column(column).locator(".column__foot button").click()
        for title in titles:
            self.page.keyboard.type(title)
            self.page.keyboard.press("Enter")
        self.page.keyboard.press("Escape")


def box_of(thing: Locator) -> tuple[float, float, float, float]:
    """Bounding box: left, top, width, height."""
    thing.scroll_into_view_if_needed()
    box = thing.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["width"], box["height"]


def expect_soon(look: Callable[[], Any], fits: Callable[[Any], bool], page: Page, within: float = 5) -> None:
    deadline = time.monotonic() + within
    while not fits(seen := look()):
        assert time.monotonic() < deadline, seen
        page.wait_for_timeout(50)
