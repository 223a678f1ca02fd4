"""Long tables are read by their indexes, and no further than is shown. On PostgreSQL."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from chat.models import Message
from notifications.models import Notification
from projects.events.log import log_after
from projects.models import Project
from tests.support.long_tables import FIRST_SEQ, LONG, empty, fill
from tests.support.people import Person, Place, introduce
from tests.support.plans import Look, looks_of
from tests.support.worlds import World, build

GROWING = {
    *("messages", "message_mentions", "message_reactions", "events_audit", "notifications"),
    *("cards", "card_texts", "card_labels", "card_assignees", "files"),
}
FEW = 300
"""Rows of a look: those that are shown, and one or two hundred that stand beside them. Of cards it may be all
of the project, where a column is counted, or where so many are named that the planner finds this cheaper."""

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
"""They count what all of a project's columns hold, or add up its files."""


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any, here: Place) -> Iterator[World]:
    if connection.vendor != "postgresql":
        pytest.skip("the plans are PostgreSQL's")
    with django_db_blocker.unblock():
        cast = {name: Person(name, user, here) for name, user in introduce().items()}
        world = build(cast)
        fill(world, [build(cast) for _ in range(5)])
        assert cast["ada"].token  # signed in before the tests, each of which takes back what it has written
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
    """What stands in paths: the message, the event and the notice are in the middle of their tables."""
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


def looks_at(ask: Callable[..., Any], path: str) -> list[Look]:
    """Into the tables that grow."""
    statuses = []
    looks = looks_of(lambda: statuses.append(ask(path).status_code))
    assert statuses == [200]
    return grown(looks)


def grown(looks: list[Look]) -> list[Look]:
    return [look for look in looks if look.table in GROWING]


def walked_through(looks: list[Look]) -> list[Look]:
    return [look for look in looks if look.how == "Seq Scan"]


def too_far(looks: list[Look]) -> list[Look]:
    return [look for look in looks if look.rows > (2 * LONG.cards if look.table == "cards" else FEW)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_reads_by_index_what_it_shows(path: str, ada: Person, known: dict[str, Any]) -> None:
    looks = looks_at(ada.browse, path.format(**known))
    assert walked_through(looks) == []
    assert too_far(looks) == []


@pytest.mark.parametrize("path", API)
def test_the_api_reads_by_index_what_it_answers(path: str, ada: Person, known: dict[str, Any]) -> None:
    looks = looks_at(ada.get, path.format(**known))
    assert walked_through(looks) == []
    assert too_far(looks) == []


@pytest.mark.parametrize("path", WHOLE)
def test_what_counts_all_of_a_project_reads_nothing_of_others(
    path: str, ada: Person, known: dict[str, Any]
) -> None:
    assert walked_through(looks_at(ada.browse, path.format(**known))) == []


def test_the_newest_files_are_not_looked_for_among_those_of_others(ada: Person, world: World) -> None:
    looks = looks_at(ada.browse, f"/projects/{world.id}/files")
    assert [look.indexes for look in looks if "LIMIT 61" in look.query] == [("files_of_project",)]


def test_a_board_is_read_by_index_as_a_whole(ada: Person, world: World) -> None:
    looks = looks_at(ada.get, f"/projects/{world.id}/board")
    assert {look.table for look in looks} >= {"cards", "card_labels", "card_assignees"}
    assert walked_through(looks) == []
    assert max(look.rows for look in looks) <= LONG.cards + 100


def test_a_replay_reads_what_was_missed(world: World) -> None:
    head = Project.objects.get(pk=world.id).last_seq
    looks = looks_of(lambda: list(log_after(UUID(world.id), head - 20).filter(seq__lte=head)))
    assert [(look.table, look.rows) for look in looks] == [("events_audit", 20)]
    assert walked_through(looks) == []


@pytest.mark.parametrize("name", ["card.move", "card.create", "chat.message"])
def test_a_command_reads_little_of_a_long_project(name: str, world: World) -> None:
    doing, two = world.columns["doing"], world.cards["two"]
    data: dict[str, dict[str, Any]] = {
        "card.move": {"id": two, "version": 1, "columnId": doing, "after": None},
        "card.create": {"columnId": doing, "title": "new"},
        "chat.message": {"projectId": world.id, "text": "new"},
    }
    looks = grown(looks_of(partial(world.do, name, **data[name])))
    assert walked_through(looks) == []
    assert too_far(looks) == []


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", ["гавань", "zebra", "harbours гавань"])
def test_rare_words_are_found_by_the_index_of_words(words: str, ada: Person, world: World) -> None:
    for ask, path in (
        (ada.get, f"/projects/{world.id}/messages?q={words}"),
        (ada.browse, f"/projects/{world.id}/messages/search?q={words}"),
    ):
        [search] = [look for look in looks_at(ask, path) if "websearch" in look.query]
        assert "messages_search" in search.indexes
        assert search.rows <= FEW


@pytest.mark.parametrize("words", ["doors", "harbours"])
def test_common_words_are_found_among_the_newest(words: str, ada: Person, world: World) -> None:
    """Where every fourth or every hundredth has them, a page of the newest is full long before the end."""
    for ask, path in (
        (ada.get, f"/projects/{world.id}/messages?q={words}"),
        (ada.browse, f"/projects/{world.id}/messages/search?q={words}"),
    ):
        looks = looks_at(ask, path)
        assert walked_through(looks) == []
        assert max(look.rows for look in looks) <= LONG.messages // 10


@pytest.mark.parametrize("words", ["гавань", "zebra"])
def test_a_search_over_all_projects_finds_rare_words_by_index(words: str, ada: Person, world: World) -> None:
    looks = [look for look in looks_at(ada.get, f"/search?q={words}") if "plainto_tsquery" in look.query]
    assert {index for look in looks for index in look.indexes} >= {
        *("messages_search", "card_texts_search", "files_search"),
    }
    assert too_far(looks) == []
