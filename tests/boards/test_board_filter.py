"""The board's filter: the cards of a column that match, as the board's script requests them."""

import re
from typing import Any
from urllib.parse import quote

import pytest

from boards.models import Card
from tests.support.people import Person
from tests.support.worlds import World, build_empty

pytestmark = pytest.mark.sqlite

DAYS = "days=2030-01-02T00:00:00Z,2030-01-03T00:00:00Z,2030-01-09T00:00:00Z"


@pytest.fixture
def board(cast: Any) -> World:
    world = build_empty(cast)
    label = world.do("label.create", projectId=world.id, name="bug", color="red")["id"]
    world.labels["bug"] = label
    hung: dict[str, Any] = {"labelIds": [label], "assigneeIds": [world.cast["bob"].id]}
    world.card(title="Покрасить дверь", **hung, dueAt="2030-01-02T12:00:00Z")
    world.card(title="Sweep 100% of the stairs", labelIds=[label], dueAt="2030-01-05T12:00:00Z")
    world.card(title="Oil the lamp", assigneeIds=[world.cast["ada"].id], dueAt="2020-01-01T00:00:00Z")
    done = world.card(title="Call the boat", dueAt="2020-01-01T00:00:00Z")
    world.do("card.update", id=done["id"], version=1, doneAt="2020-01-01T00:00:00Z")
    world.card("doing", "Oil elsewhere")
    return world


def titles(person: Person, world: World, query: str) -> list[str]:
    answer = person.browse(f"/projects/{world.id}/columns/{world.columns['todo']}/cards?after=&{query}")
    assert answer.status_code == 200, query
    assert int(answer.headers["X-Remaining"]) == 0
    return [title.split()[0] for title in re.findall(r'class="card__link"[^>]*>([^<]+)</a>', answer.text)]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("q=OIL", ["Oil"]),
        ("q=%D0%94%D0%92%D0%95%D0%A0%D0%AC", ["Покрасить"]),
        ("q=the+stairs", ["Sweep"]),
        ("q=100%25", ["Sweep"]),
        ("q=3", ["Oil"]),
        ("q=web-3", ["Oil"]),
        ("q=app-3", []),
        ("label={bug}", ["Покрасить", "Sweep"]),
        ("label=none", ["Oil", "Call"]),
        ("label={bug}&person={bob}", ["Покрасить"]),
        ("person={bob},{ada}", ["Покрасить", "Oil"]),
        ("person=none", ["Sweep", "Call"]),
        ("person=none,{bob}", ["Покрасить", "Sweep", "Call"]),
        ("due=overdue", ["Oil"]),
        ("due=today", ["Покрасить"]),
        ("due=week", ["Покрасить", "Sweep"]),
        ("due=none", []),
        ("due=done", ["Call"]),
        ("due=overdue,today", ["Покрасить", "Oil"]),
    ],
)
def test_a_filter_lets_through_what_it_names(
    board: World, bob: Person, query: str, wanted: list[str]
) -> None:
    names = {"bug": board.labels["bug"], "bob": bob.id, "ada": board.cast["ada"].id}
    key = "WEB" if board.do("project.update", projectId=board.id, key="WEB") else ""
    assert key
    assert titles(bob, board, f"{query.format(**names)}&{DAYS}") == wanted


@pytest.mark.parametrize(
    "query",
    [
        "label=x",
        "person=../..",
        "due=never",
        "days=now,,",
        "days=2030-13-45T99:00:00Z,a,b",
        "q=%00",
        "limit=-1",
    ],
)
def test_what_a_filter_does_not_know_it_leaves_out(board: World, bob: Person, query: str) -> None:
    assert len(titles(bob, board, query)) in (0, 4)


def test_days_before_all_time_are_left_out(board: World, bob: Person) -> None:
    early = ",".join(["0001-01-01T00:00:00%2B14:00"] * 3)
    assert titles(bob, board, f"due=today&days={early}") == titles(bob, board, "due=today")


def test_what_is_counted_only_comes_without_cards(board: World, bob: Person) -> None:
    path = f"/projects/{board.id}/columns/{board.columns['todo']}/cards?after=&limit=0&label=none"
    answer = bob.browse(path)
    assert (answer.text.strip(), answer.headers["X-Remaining"]) == ("", "2")


def test_a_filtered_column_says_how_many_follow(board: World, bob: Person) -> None:
    first: Any = Card.objects.filter(column_id=board.columns["todo"]).order_by("position").first()
    path = f"/projects/{board.id}/columns/{board.columns['todo']}/cards?after={first.position}&limit=0&q=the"
    assert bob.browse(path).headers["X-Remaining"] == "3"


def test_an_outsider_does_not_learn_the_number_of_cards(board: World, eve: Person) -> None:
    path = f"/projects/{board.id}/columns/{board.columns['todo']}/cards?after=&limit=0"
    assert eve.browse(path).status_code == 404


def matching(person: Person, world: World, text: str) -> list[str]:
    answer = person.browse(f"/projects/{world.id}/cards/matching?q={quote(text)}")
    assert answer.json()["isCut"] is False
    found = Card.objects.filter(pk__in=answer.json()["ids"]).order_by("number")
    return [title.split()[0] for title in found.values_list("title", flat=True)]


def test_words_find_open_cards_of_this_board_by_all_that_is_written_on_them(
    board: World, bob: Person
) -> None:
    card = board.card(title="Plain", description="A zeppelin lands here")
    items = board.do("checklist.create", cardId=card["id"], name="Steps")
    board.do("checklist_item.create", checklistId=items["id"], text="Moor the balloon")
    away = board.card(title="Zeppelin of last year")
    board.do("card.archive", id=away["id"], version=1)
    assert matching(bob, board, "zeppelin") == ["Plain"]
    assert matching(bob, board, "balloon zeppelins") == ["Plain"]
    assert matching(bob, board, "bug -дверь") == ["Sweep"]
    assert matching(bob, board, "is:overdue") == ["Oil"]
    assert matching(bob, board, "assignee:me") == ["Покрасить"]
    assert matching(bob, board, "in:progress") == ["Oil"]
    assert matching(bob, board, "#1") == ["Покрасить"]
    assert matching(bob, board, "nothing like it") == []


def test_an_outsider_learns_nothing_of_what_matches(board: World, eve: Person) -> None:
    assert eve.browse(f"/projects/{board.id}/cards/matching?q=oil").status_code == 404
