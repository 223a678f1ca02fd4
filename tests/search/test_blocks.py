"""The search in PostgreSQL among rows far apart: in blocks of all sizes, with common and rare words."""

from uuid import UUID

import pytest
from django.db import connection

from chat.search.documents import MESSAGES
from core.search.query import parse
from projects.search import postgresql
from projects.search.blocks import SIZES
from projects.search.conditions import parts_conditions
from projects.search.engine import find_newest
from tests.support.worlds import World

PLACES = [
    1,
    1 << SIZES[0],
    9 << SIZES[0],
    (1 << SIZES[1]) + 5,
    (3 << SIZES[1]) - 1,
    2 << SIZES[2],
    5 << SIZES[2],
]
"""Ids of rows in the index, all in blocks of their own."""

QUERIES = ["harbour", "harb", "arbou", "harbours", "the harbour", "harbour th", "arbou th", "th arbou"]


@pytest.fixture
def messages(world: World) -> list[UUID]:
    """Messages with a word, the newest first, each beside one without it."""
    written = []
    for place in PLACES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT setval('{MESSAGES.table}_id_seq', %s)", [2_000_000 + place])
        written.append(world.do("chat.message", projectId=world.id, text=f"the harbour at {place}")["id"])
        world.do("chat.message", projectId=world.id, text=f"the station at {place}")
    return [UUID(each) for each in reversed(written)]


@pytest.fixture(
    params=[0, postgresql.COMMON_SHARE, 2], ids=["all common", "as it is", "all rare"], autouse=True
)
def share(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "COMMON_SHARE", request.param)


@pytest.mark.parametrize("words", QUERIES)
def test_rows_are_found_in_every_block(words: str, messages: list[UUID], world: World) -> None:
    source = postgresql.PostgresqlSource(MESSAGES, [UUID(world.id)])
    terms = parts_conditions(parse(words).positive, beside=lambda term: ())
    found = [row.object_id for page in source.with_parts(terms) for row in page]
    assert found == messages


@pytest.mark.parametrize("words", QUERIES)
def test_hits_are_the_same_whatever_is_common(words: str, messages: list[UUID], world: World) -> None:
    rows = MESSAGES.objects._default_manager.all()
    found = find_newest(MESSAGES, rows, parse(words), project_ids=[UUID(world.id)], limit=50)
    assert found == messages
