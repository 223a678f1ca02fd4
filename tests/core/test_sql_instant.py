"""A moment that the database writes for the wire is the one that Python would have written."""

import datetime as dt
from uuid import UUID

import pytest

from boards.models import Card
from boards.wire.board import board_snapshot
from boards.wire.sql_instant import SqlInstant
from core.wire import instant
from tests.support.worlds import World

pytestmark = pytest.mark.sqlite

MOMENTS = [
    dt.datetime(2026, 11, 23, 9, 30, 0, 605_999, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 23, 9, 30, 59, 999_999, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 23, 9, 30, 0, 50, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.timezone(dt.timedelta(hours=5))),
    dt.datetime(1, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
    dt.datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=dt.UTC),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_the_database_writes_a_moment_as_python_does(moment: dt.datetime, world: World) -> None:
    card = Card.objects.filter(pk=world.cards["one"])
    card.update(due_at=moment)
    assert card.annotate(written=SqlInstant("due_at")).values_list("written", flat=True).get() == instant(
        moment
    )
    [shown] = [one for one in board_snapshot(UUID(world.id))["cards"] if one["id"] == world.cards["one"]]
    assert shown["dueAt"] == instant(moment)


def test_no_moment_is_null(world: World) -> None:
    card = Card.objects.filter(pk=world.cards["two"])
    assert card.annotate(written=SqlInstant("due_at")).values_list("written", flat=True).get() is None


def test_a_moment_is_in_utc_with_milliseconds_cut_off() -> None:
    result = [instant(moment) for moment in MOMENTS]
    assert result == [
        "2026-11-23T09:30:00.605Z",
        "2026-11-23T09:30:59.999Z",
        "2026-11-23T09:30:00.000Z",
        "2026-11-23T09:30:00.000Z",
        "2026-11-23T21:00:00.000Z",
        "0001-01-02T03:04:05.000Z",
        "9999-12-31T23:59:59.999Z",
    ]
