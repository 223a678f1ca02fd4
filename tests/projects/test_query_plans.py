"""Long tables are read by index, and only the rows that are shown (PostgreSQL)."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.db import connection

from chat.models import Message
from notifications.models import Notification
from projects.events.log import events_after
from projects.models import Project
from projects.search.blocks import SIZES
from projects.search.postgresql import SAMPLE
from tests.support.long_tables import FIRST_SEQ, LONG, empty, fill
from tests.support.people import Person, Site, introduce
from tests.support.query_plans import TableScan, scans_of
from tests.support.worlds import World, build

pytestmark = pytest.mark.slow

GROWING = {
    *("messages", "message_mentions", "message_reactions", "events_audit", "notifications"),
    *("cards", "card_labels", "card_assignees", "files"),
    *("search_cards", "search_comments", "search_messages", "search_files"),
}
FEW = 300
"""Maximum rows of a scan: those shown and one or two hundred beside them. A scan may read all cards of a
project where a column is counted, or where so many cards are named that the planner finds it cheaper. A
search reads a sample of the newest rows as well."""

PAGES = [
    "/projects/{project}/messages",
    "/projects/{project}/messages?before={message}",
    "/projects/{project}/messages?after={message}",
    "/projects/{project}/messages?around={message}",
    "/projects/{project}/messages/search?author={bob}",
    "/projects/{project}/messages/search?q=doors&author={bob}&from=2020-01-01",
    "/projects/{project}/columns/{doing}/cards?after=b000500",
    "/projects/{project}/archive",
    "/projects/{project}/archive?state=deleted",
    "/projects/{project}/archive?state=other",
    "/projects/{project}/cards/500",
    "/projects/{project}/cards/500/history",
    "/projects/{project}/members",
    "/projects/{project}/activity",
    "/projects/{project}/activity?before={seq}",
    "/projects/{project}/activity?person={bob}",
    "/projects/{project}/activity?person={anna}",
    "/projects/{project}/activity?card=77",
    "/projects/{project}/activity?kind=cards",
    "/projects/{project}/activity?kind=people",
    "/projects/{project}/activity/items?after={seq}",
    "/projects/{project}/audit",
    "/notifications",
    "/notifications?before={notice}",
    "/notifications/unread",
]
API = [
    "/projects",
    "/projects/{project}/messages",
    "/projects/{project}/messages?before={message}",
    "/projects/{project}/events?since={seq}",
    "/projects/{project}/audit",
    "/projects/{project}/cards",
    "/projects/{project}/cards?state=archived",
    "/projects/{project}/cards?state=deleted",
    "/cards/{card}/descriptions",
    "/projects/{project}/files",
]
WHOLE = ["/projects", "/projects/{project}", "/projects/{project}/files", "/projects/{project}/files?q=loose"]
"""Pages that count all cards of a project's columns, or add up its files."""


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any, in_process: Site) -> Iterator[World]:
    if connection.vendor != "postgresql":
        pytest.skip("the plans are PostgreSQL's")
    with django_db_blocker.unblock():
        empty()  # rolled-back rows of earlier tests make a table longer on disk, which changes its plans
        cast = {name: Person(name, user, in_process) for name, user in introduce().items()}
        world = build(cast)
        fill(world, [build(cast) for _ in range(5)])
        assert cast["ada"].token  # signed in before the tests, each of which rolls back its writes
        assert cast["ada"].session
        yield world
        empty()
        connection.close()


@pytest.fixture
def world(filled: World, db: None) -> World:
    return filled


@pytest.fixture
def ada(world: World) -> Person:
    return world.cast["ada"]


@pytest.fixture
def known(world: World) -> dict[str, Any]:
    """Values for paths. Message, event and notification are from the middle of their tables."""
    messages = Message.objects.filter(project_id=world.id).newest()
    notices = Notification.objects.filter(user=world.cast["ada"].user).order_by("-pk")
    return {
        "project": world.id,
        "doing": world.columns["doing"],
        "card": world.cards["one"],
        "message": messages[LONG.messages // 2].pk,
        "seq": FIRST_SEQ + LONG.events // 2,
        "notice": notices[LONG.notices // 4].pk,
        **{name: person.id for name, person in world.cast.items()},
    }


def scans_by(ask: Callable[..., Any], path: str) -> list[TableScan]:
    """Scans of tables that grow without limit."""
    statuses = []
    scans = scans_of(lambda: statuses.append(ask(path).status_code))
    assert statuses == [200]
    return grown(scans)


def grown(scans: list[TableScan]) -> list[TableScan]:
    return [scan for scan in scans if scan.table in GROWING]


def walked_through(scans: list[TableScan]) -> list[TableScan]:
    return [scan for scan in scans if scan.how == "Seq Scan"]


def too_far(scans: list[TableScan]) -> list[TableScan]:
    return [scan for scan in scans if scan.rows > most_rows(scan)]


def most_rows(scan: TableScan) -> int:
    if scan.table == "cards":
        return 2 * LONG.cards
    return SAMPLE if "AS newest" in scan.query else FEW


@pytest.mark.parametrize("path", PAGES)
def test_a_page_reads_by_index_what_it_shows(path: str, ada: Person, known: dict[str, Any]) -> None:
    scans = scans_by(ada.browse, path.format(**known))
    assert walked_through(scans) == []
    assert too_far(scans) == []


@pytest.mark.parametrize("path", API)
def test_the_api_reads_by_index_what_it_answers(path: str, ada: Person, known: dict[str, Any]) -> None:
    scans = scans_by(ada.get, path.format(**known))
    assert walked_through(scans) == []
    assert too_far(scans) == []


@pytest.mark.parametrize("path", WHOLE)
def test_what_counts_all_of_a_project_reads_nothing_of_others(
    path: str, ada: Person, known: dict[str, Any]
) -> None:
    assert walked_through(scans_by(ada.browse, path.format(**known))) == []


def test_the_newest_files_are_not_looked_for_among_those_of_others(ada: Person, world: World) -> None:
    scans = scans_by(ada.browse, f"/projects/{world.id}/files")
    assert [scan.indexes for scan in scans if "LIMIT 61" in scan.query] == [("files_of_project",)]


def test_a_board_is_read_by_index_as_a_whole(ada: Person, world: World) -> None:
    scans = scans_by(ada.get, f"/projects/{world.id}/board")
    assert {scan.table for scan in scans} >= {"cards", "card_labels", "card_assignees"}
    assert walked_through(scans) == []
    assert max(scan.rows for scan in scans) <= LONG.cards + 100


def test_a_replay_reads_what_was_missed(world: World) -> None:
    head = Project.objects.get(pk=world.id).last_seq
    scans = scans_of(lambda: list(events_after(UUID(world.id), head - 20).filter(seq__lte=head)))
    assert [(scan.table, scan.rows) for scan in scans] == [("events_audit", 20)]
    assert walked_through(scans) == []


@pytest.mark.parametrize("name", ["card.move", "card.create", "chat.message"])
def test_a_command_reads_little_of_a_long_project(name: str, world: World) -> None:
    doing, two = world.columns["doing"], world.cards["two"]
    data: dict[str, dict[str, Any]] = {
        "card.move": {"id": two, "version": 1, "columnId": doing, "after": None},
        "card.create": {"columnId": doing, "title": "new"},
        "chat.message": {"projectId": world.id, "text": "new"},
    }
    scans = grown(scans_of(partial(world.do, name, **data[name])))
    assert walked_through(scans) == []
    assert too_far(scans) == []


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────


# Rare, common, beginnings, stems, no word, parts of words, signs, one letter, several words.
TWO_BLOCKS = 2 << SIZES[0]
SOUGHT = [
    *("гавань", "zebra", "harbours гавань", "doors", "harbours", "har", "thing doo", "t", "ng", "arbou"),
    *("thing -doors", "hing pain", "http://x.example/y", "日本", "☂", "The 77", "nothing such -at all"),
]


def unlike_bitmaps(scans: list[TableScan]) -> list[TableScan]:
    return [scan for scan in scans if scan.table.startswith("search_") and scan.how != "Bitmap Heap Scan"]


@pytest.mark.parametrize("words", SOUGHT)
def test_a_search_reads_by_index_whatever_is_sought(words: str, ada: Person, world: World) -> None:
    for ask, path in (
        (ada.get, f"/search?q={quote(words)}"),
        (ada.browse, f"/search/items?q={quote(words)}"),
        (ada.get, f"/projects/{world.id}/messages?q={quote(words)}"),
        (ada.browse, f"/projects/{world.id}/messages/search?q={quote(words)}"),
    ):
        scans = scans_by(ask, path)
        assert walked_through(scans) == [], path
        assert unlike_bitmaps(scans) == [], path
        assert [scan for scan in scans if scan.rows > TWO_BLOCKS] == [], path


@pytest.mark.parametrize("words", ["гавань", "zebra"])
def test_a_search_over_all_projects_finds_rare_words_by_index(words: str, ada: Person, world: World) -> None:
    scans = [scan for scan in scans_by(ada.get, f"/search?q={words}") if "tsquery" in scan.query]
    assert {index for scan in scans for index in scan.indexes} >= {
        *("search_messages_words", "search_cards_words", "search_files_words"),
    }
    assert too_far(scans) == []
