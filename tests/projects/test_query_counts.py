"""A board of 5,000 cards needs as many queries as one of 5, and its page stays small."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from fractional_indexing import generate_n_keys_between

from boards.models import Card, CardAssignee, CardFile, CardLabel
from boards.wire.board import board_snapshot
from files.models import File
from tests.support.people import Person
from tests.support.worlds import Cast, World, build

MAX_PAGE = 300 * 1024
MAX_QUERIES = 24
MAX_STATEMENTS = 36
"""Maximum statements of a bulk command, which reads the cards' related rows before and after."""


def fill(world: World, count: int) -> World:
    """Insert `count` cards with labels, files and assignees into all columns but the full one."""
    columns = [an_id for name, an_id in world.columns.items() if name != "done"]
    ada = world.cast["ada"].id
    places = generate_n_keys_between("b00", None, count)
    cards = [
        Card(
            project_id=world.id, column_id=columns[number % len(columns)], created_by_id=ada,
            number=100 + number, title=f"Card {number} " + "и" * 60, description="x" * 500, position=place,
        )
        for number, place in enumerate(places)
    ]  # fmt: skip
    Card.objects.bulk_create(cards)
    labels, people = list(world.labels.values()), [world.cast[name].id for name in ("ada", "bob")]
    CardLabel.objects.bulk_create(
        CardLabel(project_id=world.id, card=card, label_id=an_id) for card in cards for an_id in labels
    )
    photo, loose = world.files["photo"], world.files["loose"]
    Card.objects.filter(pk__in=[card.pk for card in cards]).update(cover=photo)
    CardFile.objects.bulk_create(
        CardFile(project_id=world.id, card=card, file_id=an_id) for card in cards for an_id in (photo, loose)
    )
    File.objects.bulk_create(
        File(
            project_id=world.id, uploader_id=an_id, name=f"{number}.txt", key=f"{world.id}/{number} {an_id}",
            size=1, content_type="text/plain", sha256="0" * 64,
        )
        for number in range(count) for an_id in people
    )  # fmt: skip
    CardAssignee.objects.bulk_create(
        CardAssignee(project_id=world.id, card=card, user_id=an_id) for card in cards for an_id in people
    )
    count_rows()
    return world


def count_rows() -> None:
    """Tell PostgreSQL how long the tables are now.

    It checks foreign keys when the test ends, by plans that it made while the tables were short. Those read
    a whole table for each row: minutes instead of seconds for 5,000 cards.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Card._meta.db_table}, {File._meta.db_table}")


@pytest.fixture
def sizes(cast: Cast, ada: Person) -> list[World]:
    """A board with few cards and one with many."""
    assert ada.session
    assert ada.token
    return [fill(build(cast), 5), fill(build(cast), 500)]


def queries_of(ask: Callable[[World], Any], world: World) -> int:
    ask(world)  # the first call fills the process's caches
    with CaptureQueriesContext(connection) as seen:
        assert ask(world).status_code == 200
    return len(seen)


def column_cards(world: World) -> str:
    return f"/projects/{world.id}/columns/{world.columns['todo']}/cards?limit=50"


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        lambda w: f"/projects/{w.id}",
        lambda w: f"/projects/{w.id}/members",
        lambda w: f"/projects/{w.id}/files",
        lambda w: f"/projects/{w.id}/cards/1",
        column_cards,
        lambda w: "/projects",
    ],
    ids=["board", "members", "files", "card", "more of a column", "projects"],
)
def test_a_page_needs_no_more_queries_for_a_big_board(
    path: Callable[[World], str], sizes: list[World], ada: Person
) -> None:
    small, big = (queries_of(lambda each: ada.browse(path(each)), world) for world in sizes)
    assert small == big <= MAX_QUERIES


@pytest.mark.parametrize(
    "path",
    ["/board", "/cards?limit=200", "/events?limit=200", "/members", "/labels", "/messages", ""],
)
def test_the_api_needs_no_more_queries_for_a_big_board(path: str, sizes: list[World], ada: Person) -> None:
    small, big = (queries_of(lambda each: ada.get(f"/projects/{each.id}{path}"), world) for world in sizes)
    assert small == big <= MAX_QUERIES


@pytest.mark.parametrize("name", ["card.create", "card.move", "card.update"])
def test_a_command_needs_no_more_queries_on_a_big_board(name: str, sizes: list[World]) -> None:
    counts = []
    for world in sizes:
        data: dict[str, dict[str, Any]] = {
            "card.create": {"columnId": world.columns["todo"], "title": "new"},
            "card.move": {"id": world.cards["one"], "version": 1, "columnId": world.columns["doing"]},
            "card.update": {"id": world.cards["one"], "version": 1, "title": "new"},
        }
        with CaptureQueriesContext(connection) as seen:
            world.do(name, by="bob", **data[name])
        counts.append(len(seen))
    assert counts[0] == counts[1] <= MAX_QUERIES


def test_a_move_takes_these_statements_and_no_other(world: World) -> None:
    """Statements between the savepoints belong to the command. The card's project is cached per process."""
    data = {"id": world.cards["one"], "columnId": world.columns["doing"]}
    world.do("card.move", by="bob", version=1, **data)
    with CaptureQueriesContext(connection) as seen:
        world.do("card.move", by="bob", version=2, **data)
    begun, *asked, over = [query["sql"] for query in seen]
    assert [begun.split()[0], over.split()[0]] == ["SAVEPOINT", "RELEASE"]
    assert [stated(sql) for sql in asked] == [
        "SELECT projects",
        "SELECT users",
        "SELECT cards",
        "SELECT card_labels",
        "SELECT columns",
        "SELECT cards",
        "UPDATE cards",
        "INSERT events_audit",
        "UPDATE projects",
    ]


def stated(sql: str) -> str:
    """Kind of an SQL statement and its first table."""
    verb = sql.lstrip("(").split()[0]
    after = {"SELECT": "FROM", "INSERT": "INTO", "UPDATE": "UPDATE"}[verb]
    outer = re.sub(r"\(SELECT.*?\) AS", "AS", sql) if sql.startswith("SELECT") else sql
    return f"{verb} {outer.split(after, 1)[1].split()[0].strip(chr(34))}"


def ids_in(world: World, name: str) -> list[dict[str, Any]]:
    rows = Card.objects.open().filter(column=UUID(world.columns[name])).order_by("position")
    return [{"id": str(pk), "version": version} for pk, version in rows.values_list("pk", "version")[:200]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cards.update", lambda w: {"columnId": w.columns["spare"], "addLabelIds": [w.labels["bug"]]}),
        ("cards.update", lambda w: {"archived": True, "removeAssigneeIds": [w.cast["bob"].id]}),
        (
            "cards.create",
            lambda w: {"columnId": w.columns["todo"], "titles": ["x"] * len(ids_in(w, "todo")[:60])},
        ),
        ("column.sort", lambda w: {"id": w.columns["todo"], "by": "dueAt"}),
    ],
    ids=["moved", "archived", "pasted", "sorted"],
)
def test_a_bulk_command_and_its_undo_need_no_more_queries_for_many_cards(
    name: str, data: Callable[[World], Any], sizes: list[World]
) -> None:
    counts = []
    for world in sizes:
        Card.objects.filter(pk=world.cards["three"]).update(due_at="2031-01-01T00:00:00Z")
        given = data(world)
        if name == "cards.update":
            given = {"projectId": world.id, "cards": ids_in(world, "todo"), "change": given}
        with CaptureQueriesContext(connection) as seen:
            world.run(name, given, by="bob")
        with CaptureQueriesContext(connection) as back:
            world.do("history.undo", projectId=world.id, seq=world.seq)
        counts.append((len(seen), len(back)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MAX_STATEMENTS


@pytest.mark.slow
def test_a_page_of_5000_cards_is_under_300_kb(cast: Cast, ada: Person) -> None:
    world = fill(build(cast), 5000)
    page = ada.browse(f"/projects/{world.id}")
    assert page.status_code == 200
    assert len(page.content) < MAX_PAGE
    assert page.text.count('<li class="card') < 150
    assert len(board_snapshot(world.id)["cards"]) == 5006  # type: ignore[arg-type]


def test_a_column_of_a_big_board_comes_in_parts_to_the_last_card(cast: Cast, ada: Person) -> None:
    world = fill(build(cast), 400)
    last, seen = "", 0
    while True:
        part = ada.browse(f"{column_cards(world)}&after={last}")
        found = [text.split('"')[0] for text in part.text.split('data-position="')[1:]]
        seen += len(found)
        if int(part.headers["x-remaining"]) == 0:
            break
        last = found[-1]
    standing = [each for each in world.snapshot()["cards"] if each["columnId"] == world.columns["todo"]]
    assert seen == len(standing)
