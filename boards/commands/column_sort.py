"""Command that sorts a column once. Afterwards the cards can be moved freely again."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from boards.commands.card_sql import raise_versions, write_positions
from boards.commands.columns import get_column
from boards.fractional_index import keys_between
from boards.inputs.bulk import SortColumn
from boards.models import Card, Column
from boards.wire.board import SortedColumnWire, column_wire
from boards.wire.cards import PlacedCardWire
from projects.errors import Invalid
from projects.events.log import Changes, new_event
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, project_of

MAX_SORTED = 2000
"""Sorting more cards would hold the lock on the project for too long."""


@command("column.sort", input=SortColumn, role=Role.MEMBER, locate=project_of(Column), event="column.sorted")
def sort_column(member: Member, *, id: UUID, by: str) -> Event:
    """Sort the open cards of a column. Cards without a due date come last; equal cards keep their order."""
    column = get_column(member, id)
    cards = list(open_cards_in(column).order_by("position")[: MAX_SORTED + 1])
    if len(cards) > MAX_SORTED:
        raise Invalid(_("Columns with more than %(count)d cards can’t be sorted.") % {"count": MAX_SORTED})
    ordered = sorted(cards, key=SORT_KEYS[by])
    if ordered == cards:
        return _sorted_event(column, [], [], by=by)
    # The new positions lie below all present ones, so that no position is taken while the rows are written.
    positions = keys_between(cards[-1].position, None, len(cards))
    return set_positions(column, list(zip(ordered, positions, strict=True)), by=by)


SORT_KEYS: dict[str, Callable[[Card], Any]] = {
    "dueAt": lambda card: (card.due is None, card.due and due_order(card.due)),
    "number": lambda card: card.number,
}


def due_order(due: dt.date) -> dt.datetime:
    """Return when a moment is over, by UTC: a day comes after the instants in it."""
    if isinstance(due, dt.datetime):
        return due
    return dt.datetime.combine(due, dt.time.max, dt.UTC)


def open_cards_in(column: Column) -> QuerySet[Card]:
    return Card.objects.open().filter(column=column).defer("description")


def set_positions(column: Column, placed: list[tuple[Card, str]], *, by: str | None = None) -> Event:
    """Write the positions of cards within their column and return the event; `by` is the key of a sort."""
    old = [{"id": card.pk, "position": card.position} for card, _position in placed]
    for card, position in placed:
        card.position = position
        card.version += 1
    cards = [card for card, _position in placed]
    raise_versions(cards)
    write_positions(cards)
    return _sorted_event(column, cards, old, by=by)


def _sorted_event(
    column: Column, cards: list[Card], old: list[dict[str, object]], *, by: str | None = None
) -> Event:
    """The payload is the column, with id, number, position and version of the moved cards."""
    column.version += 1
    column.save(update_fields=["version"])
    places: list[PlacedCardWire] = [
        {"id": str(card.pk), "number": card.number, "position": card.position, "version": card.version}
        for card in cards
    ]
    new = [{"id": card.pk, "position": card.position} for card in cards]
    changes: Changes = {"cards": [old, new]} if cards else {}
    if by is not None:
        changes["sorted_by"] = [None, by]
    payload: SortedColumnWire = {**column_wire(column), "cards": places}
    return new_event(payload, changes=changes)
