"""The index of the search from its migration to the end of a project, also where a role has few rights."""

import io
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from django.core.management import call_command
from django.db import connection

from boards.models import Board, Card, Column
from projects.models import Event, Project
from projects.search.rebuild import search_indexes
from projects.search.tables import WITHOUT_TRIGRAMS
from tests.projects.test_races import own_connection
from tests.search.scratch_databases import in_database, scratch_database
from tests.search.test_index import outdated
from tests.support.people import Person
from tests.support.processes import tried
from tests.support.server import Server
from tests.support.worlds import Cast, World, build

ROLE = "kr_tests_few_rights"
REBUILDS = 60
ROWS = {
    "cards": ["lantern\nat the harbour steps trim the wick", "empty words\n", "gone card\n"],
    "comments": ["\nлебедь, 100% of a_b"],
    "messages": ["\nthe lantern is lit"],
    "files": ["paint-plan.txt\n"],
}
FOUND = {
    "lantern": {"card", "message"},
    "anter": {"card", "message"},
    "trim": {"card"},
    "harbour": {"card"},
    "whale": {"card"},
    "ебед": {"comment"},
    "aint-pl": {"file"},
    "gone": set(),
    "web-1": {"card"},
    "100%": {"comment"},
    "a_b": {"comment"},
}


def managed(place: dict[str, str], *arguments: str) -> str:
    """Run manage.py there; return what it says on both outputs."""
    done = tried([sys.executable, "manage.py", *arguments], place)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def rows_before(place: dict[str, str], what: str) -> Any:
    done = tried([sys.executable, "-m", "tests.search.rows_before_index", what], place)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout or "null")


def found_kinds(place: dict[str, str]) -> dict[str, set[str]]:
    found = rows_before(place, "read")["found"]
    return {text: {hit.split()[0] for hit in hits} for text, hits in found.items()}


@pytest.mark.slow
@pytest.mark.sqlite
def test_the_migration_indexes_the_rows_that_there_are(tmp_path: Path, db: None) -> None:
    with scratch_database(tmp_path, "before_index") as place:
        rows_before(place, "write")
        managed(place, "migrate")
        managed(place, "rebuild_search", "--check")
        rows = rows_before(place, "read")["rows"]
        assert {kind: sorted(texts) for kind, texts in rows.items()} == {
            kind: sorted(texts) for kind, texts in ROWS.items()
        }
        assert found_kinds(place) == FOUND


@pytest.mark.slow
def test_without_the_right_to_create_pg_trgm_the_same_is_found_by_like(tmp_path: Path, db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("pg_trgm is PostgreSQL’s")
    with scratch_database(tmp_path, "few_rights", role=ROLE) as place:
        rows_before(place, "write")
        said = managed(place, "migrate")
        assert said.count(WITHOUT_TRIGRAMS) == 1
        name = urlparse(place["DATABASE_URL"]).path[1:]
        parts = "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'search%parts' ORDER BY 1"
        assert in_database(name, parts) == []
        assert found_kinds(place) == FOUND
        managed(place, "rebuild_search", "--check")
        # What the line says to do makes it quick.
        in_database(name, "CREATE EXTENSION pg_trgm")
        assert WITHOUT_TRIGRAMS not in managed(place, "rebuild_search")
        assert len(in_database(name, parts)) == len(search_indexes)
        assert found_kinds(place) == FOUND


@pytest.mark.sqlite
def test_a_project_that_is_deleted_for_good_leaves_no_rows(cast: Cast) -> None:
    world, other = build(cast), build(cast)
    assert all(index_rows(world).values())
    kept = index_rows(other)
    before = known_to_fts5()
    Event.objects.filter(project_id=world.id).delete()
    Card.objects.filter(project_id=world.id).delete()
    Column.objects.filter(project_id=world.id).delete()
    Board.objects.filter(project_id=world.id).delete()
    Project.objects.get(pk=world.id).delete()
    assert set(index_rows(world).values()) == {0}
    assert index_rows(other) == kept
    assert outdated() == {}
    assert known_to_fts5() == [count // 2 for count in before]


def index_rows(world: World) -> dict[str, int]:
    return {
        kind: indexed.index.model._default_manager.filter(project_id=world.id).count()
        for kind, indexed in search_indexes.items()
    }


def known_to_fts5() -> list[int]:
    """Count the rows that the FTS5 tables of SQLite know. PostgreSQL has no tables beside the index."""
    if connection.vendor == "postgresql":
        return []
    with connection.cursor() as cursor:
        return [count_in(cursor, f"{each.index.table}_words") for each in search_indexes.values()]


def count_in(cursor: Any, fts: str) -> int:
    cursor.execute(f"CREATE VIRTUAL TABLE temp.{fts}_seen USING fts5vocab(main, {fts}, instance)")
    cursor.execute(f"SELECT count(DISTINCT doc) FROM temp.{fts}_seen")
    count: int = cursor.fetchone()[0]
    cursor.execute(f"DROP TABLE temp.{fts}_seen")
    return count


# ── Races ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_commands_during_a_rebuild_leave_the_index_in_agreement(
    cast: Cast, server: Server, second_server: Server
) -> None:
    world = build(cast)
    stop = threading.Event()
    with ThreadPoolExecutor(4) as pool:
        writers = [
            pool.submit(change_texts, person.at(own_connection(where)), world, stop)
            for person in (cast["ada"], cast["bob"])
            for where in (server, second_server)
            if person.token
        ]
        try:
            for _again in range(REBUILDS):
                call_command("rebuild_search", stdout=io.StringIO())
        finally:
            stop.set()
        assert min(writer.result() for writer in writers) >= 8
    call_command("rebuild_search", check=True)


def change_texts(person: Person, world: World, stop: threading.Event) -> int:
    """Change texts of the same things as the other writers until `stop`; return how many were changed."""
    done = 0
    for number in range(2_000):
        if stop.is_set():
            break
        version = person.get(f"/cards/{world.cards['four']}").json()["version"]
        text = f"{person.name} {number}"
        for answer in (
            person.patch(f"/cards/{world.cards['four']}", {"version": version, "title": text}),
            person.patch(f"/checklist-items/{world.items['first']}", {"text": text}),
            person.post(f"/cards/{world.cards['four']}/comments", {"text": text}),
            person.patch(f"/checklists/{world.checklists['steps']}", {"name": text}),
        ):
            assert answer.status_code in (200, 201, 409, 429), answer.text
            done += answer.is_success
    return done


@pytest.mark.slow
@pytest.mark.sqlite
def test_two_commands_on_one_card_at_once_leave_the_index_in_agreement(
    cast: Cast, server: Server, second_server: Server
) -> None:
    world = build(cast)
    people = [cast["ada"], cast["bob"]]
    assert all(person.token for person in people)
    sites = [
        person.at(own_connection(where))
        for person, where in zip(people, (server, second_server), strict=True)
    ]
    card = f"/cards/{world.cards['four']}"
    with ThreadPoolExecutor(2) as pool:
        for number in range(12):
            version = sites[0].get(card).json()["version"]
            title = pool.submit(sites[0].patch, card, {"version": version, "title": f"Title {number}"})
            item = pool.submit(sites[1].post, f"{card}/checklists", {"name": f"List {number}"})
            assert title.result().is_success
            assert item.result().is_success
            call_command("rebuild_search", check=True, kind="cards")
    call_command("rebuild_search", check=True)
