"""Bulk updates of cards in hand-written SQL.

Django's `bulk_update` takes longer to build its statement than the database takes to run it.
"""

import datetime as dt
from collections.abc import Iterable

import orjson
from django.db import connection
from django.db.models import F

from boards.models import Card

UPDATE_POSITIONS = {
    "postgresql": """
        UPDATE cards SET column_id = place.column_id, position = place.position
        FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS place (id, column_id, position)
        WHERE cards.id = place.id
    """,
    "sqlite": """
        UPDATE cards SET column_id = json_extract(value, '$[1]'), position = json_extract(value, '$[2]')
        FROM json_each(%s) WHERE cards.id = json_extract(value, '$[0]')
    """,
}


def write_positions(cards: Iterable[Card]) -> None:
    """Write `column` and `position` of each card in one statement."""
    rows = [(card.pk, card.column_id, card.position) for card in cards]
    if not rows:
        return
    if connection.vendor == "postgresql":
        values = [list(column) for column in zip(*rows, strict=True)]
    else:
        values = [orjson.dumps([[pk.hex, column.hex, place] for pk, column, place in rows]).decode()]  # type: ignore[list-item]
    with connection.cursor() as cursor:
        cursor.execute(UPDATE_POSITIONS[connection.vendor], values)


def raise_versions(cards: Iterable[Card], at: dt.datetime | None = None) -> None:
    """Write the version that the cards in memory already have, and `updated_at` if `at` is given."""
    updated = {} if at is None else {"updated_at": at}
    Card.objects.filter(pk__in=[card.pk for card in cards]).update(version=F("version") + 1, **updated)
