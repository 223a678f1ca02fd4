"""A page that received events shows the same as a freshly opened page, for random events."""

import contextlib
import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.support.board import Board
from tests.browser.support.people import json_of
from tests.browser.support.projects import Project
from tests.browser.support.socket_proxy import SocketProxy
from tests.support.people import Person

pytestmark = pytest.mark.sqlite

HUES = ["blue", "teal", "green", "amber", "orange", "red", "pink", "violet"]
STEPS = 100


class Walk:
    """Random allowed commands over the API."""

    def __init__(self, project: Project, person: Person, seed: int) -> None:
        self.project, self.person, self.dice = project, person, random.Random(seed)
        self.labels = [project.label(name, hue) for name, hue in (("Wood", "amber"), ("Iron", "red"))]
        self.gone: list[Any] = []
        kinds = [
            self.add,
            self.move,
            self.move,
            self.move,
            self.change,
            self.archive,
            self.restore,
            self.delete,
        ]
        self.steps: list[Callable[[Any], None]] = [*kinds, self.column, self.move_column, self.label]

    def step(self) -> str:
        board = self.project.board()
        chosen = self.dice.choice(self.steps) if len(board["cards"]) > 4 else self.add
        chosen(board)
        return chosen.__name__

    def try_step(self) -> None:
        """Run one command; a conflict with another person is fine."""
        with contextlib.suppress(AssertionError):
            self.step()

    def add(self, board: Any) -> None:
        column = self.dice.choice(board["columns"])["id"]
        json_of(self.person.post("/cards", {"columnId": column, "title": f"Card {self.dice.random()}"}))

    def move(self, board: Any) -> None:
        card, column = self.dice.choice(board["cards"]), self.dice.choice(board["columns"])["id"]
        others = [other["id"] for other in board["cards"] if other["columnId"] == column and other != card]
        wish = {"columnId": column, "version": card["version"], "after": self.dice.choice([None, *others])}
        json_of(self.person.post(f"/cards/{card['id']}/move", wish))

    def change(self, board: Any) -> None:
        card = self.dice.choice(board["cards"])
        people = [member["userId"] for member in board["members"]]
        wish = {
            "title": f"Card {self.dice.random()}",
            "labelIds": [label["id"] for label in board["labels"] if self.dice.random() < 0.5],
            "assigneeIds": self.dice.sample(people, self.dice.randrange(len(people) + 1)),
            "dueAt": self.dice.choice([None, "2020-02-03T04:05:06.000Z"]),
        }
        some = {key: wish[key] for key in self.dice.sample(sorted(wish), 2)}
        json_of(self.person.patch(f"/cards/{card['id']}", {"version": card["version"], **some}))

    def archive(self, board: Any) -> None:
        card = self.dice.choice(board["cards"])
        self.gone.append(
            json_of(self.person.post(f"/cards/{card['id']}/archive", {"version": card["version"]}))
        )

    def delete(self, board: Any) -> None:
        card = self.dice.choice(board["cards"])
        self.gone.append(json_of(self.person.delete(f"/cards/{card['id']}?version={card['version']}")))

    def restore(self, board: Any) -> None:
        standing = {column["id"] for column in board["columns"]}
        for card in [card for card in self.gone if card["columnId"] in standing][:1]:
            self.gone.remove(card)
            json_of(self.person.post(f"/cards/{card['id']}/restore", {"version": card["version"]}))

    def column(self, board: Any) -> None:
        column = self.dice.choice(board["columns"])
        held = {card["columnId"] for card in board["cards"]}
        if len(board["columns"]) < 3:
            json_of(
                self.person.post(
                    "/columns", {"projectId": self.project.id, "name": f"Column {self.dice.random()}"}
                )
            )
        elif column["id"] not in held:
            json_of(self.person.delete(f"/columns/{column['id']}?version={column['version']}"))
        else:
            wish = {"name": f"Column {self.dice.random()}", "color": self.dice.choice(HUES), "wipLimit": 50}
            json_of(self.person.patch(f"/columns/{column['id']}", {"version": column["version"], **wish}))

    def move_column(self, board: Any) -> None:
        column, *others = self.dice.sample(board["columns"], len(board["columns"]))
        wish = {
            "version": column["version"],
            "after": self.dice.choice([None, *(other["id"] for other in others)]),
        }
        json_of(self.person.post(f"/columns/{column['id']}/move", wish))

    def label(self, board: Any) -> None:
        if len(board["labels"]) < 2:
            self.project.label(f"Label {self.dice.random()}", self.dice.choice(HUES))
        elif self.dice.random() < 0.2:
            json_of(self.person.delete(f"/labels/{board['labels'][0]['id']}"))
        else:
            wish = {"name": f"Label {self.dice.random()}", "color": self.dice.choice(HUES)}
            json_of(self.person.patch(f"/labels/{board['labels'][-1]['id']}", wish))


@pytest.fixture
def adas(window, ada, project):
    return Board(window(ada), project).open()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_page_that_lived_through_it_all_shows_what_a_fresh_page_shows(
    adas, window, ada, bob, project, seed
):
    walk = Walk(project, bob, seed)
    steps = [walk.step() for _ in range(STEPS)]
    assert len(set(steps)) == len(set(walk.steps)), "each kind of step was taken"
    adas.expect_fresh(window(ada))


def test_a_page_that_missed_it_and_replayed_it_shows_the_same(window, ada, bob, project):
    page = window(ada)
    proxy = SocketProxy(page)
    adas = Board(page, project).open()
    proxy.cut()
    walk = Walk(project, bob, 4)
    for _ in range(STEPS):
        walk.step()
    proxy.restore()
    expect(adas.page.locator(".card")).to_have_count(len(project.board()["cards"]))
    adas.expect_fresh(window(ada))


def test_a_page_that_works_along_shows_the_same(adas, window, ada, bob, project):
    """Ada's clicks fall between bob's commands, so some of them conflict and lose."""
    walk, dice = Walk(project, bob, 5), random.Random(5)
    for _ in range(15):
        walk.try_step()
        adas.page.locator(".card").nth(dice.randrange(adas.page.locator(".card").count())).focus()
        for key in ("Space", dice.choice(["ArrowLeft", "ArrowRight"]), dice.choice(["ArrowUp", "ArrowDown"])):
            walk.try_step()
            adas.page.keyboard.press(key)
        adas.page.keyboard.press("Space")
    adas.expect_fresh(window(ada))
