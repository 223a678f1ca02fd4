"""A column sorted once: from then on each card stands where people put it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from boards.commands.card_sql import raise_versions, write_places
from boards.commands.columns import standing_column
from boards.fractional_index import keys_between
from boards.inputs.bulk import SortColumn, UnsortColumn
from boards.models import Card, Column
from boards.wire.board import column_wire
from projects.errors import CannotUndo, Invalid
from projects.events.log import happened
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, project_of

SORTED = 2000
"""More cards would hold the project's lock for too long."""


@command("column.sort", input=SortColumn, role=Role.MEMBER, locate=project_of(Column), event="column.sorted")
def sort_column(member: Member, *, id: UUID, by: str) -> Event:
    """Its open cards; those without a due date at the end, and equal ones in the order they had."""
    column = standing_column(member, id)
    cards = list(_open_in(column).order_by("position")[: SORTED + 1])
    if len(cards) > SORTED:
        raise Invalid(_("A column of more than %(count)d cards cannot be sorted.") % {"count": SORTED})
    ordered = sorted(cards, key=KEYS[by])
    if ordered == cards:
        return _told(column, [], [], by=by)
    # Below all places there are: none is taken while one card after the other moves.
    positions = keys_between(cards[-1].position, None, len(cards))
    return _moved(column, list(zip(ordered, positions, strict=True)), by=by)


@command(
    "column.unsort",
    input=UnsortColumn,
    role=Role.MEMBER,
    locate=project_of(Column),
    event="column.sorted",
    internal=True,
)
def unsort_column(member: Member, *, id: UUID, cards: list[dict[str, Any]]) -> Event:
    """What only an undo does. Raises CannotUndo when another card has one of the old places by now."""
    column = standing_column(member, id)
    positions = {each["id"]: each["position"] for each in cards}
    found = _open_in(column).in_bulk(list(positions))
    others = _open_in(column).exclude(pk__in=found)
    if len(found) < len(positions) or others.filter(position__in=positions.values()).exists():
        raise CannotUndo(_("It has been changed since, so it stays as it is."))
    return _moved(column, [(found[pk], position) for pk, position in positions.items()])


KEYS: dict[str, Callable[[Card], Any]] = {
    "dueAt": lambda card: (card.due_at is None, card.due_at),
    "number": lambda card: card.number,
}


def _open_in(column: Column) -> QuerySet[Card]:
    return Card.objects.open().filter(column=column).defer("description")


def _moved(column: Column, placed: list[tuple[Card, str]], *, by: str | None = None) -> Event:
    old = [{"id": card.pk, "position": card.position} for card, _position in placed]
    for card, position in placed:
        card.position = position
        card.version += 1
    cards = [card for card, _position in placed]
    raise_versions(cards)
    write_places(cards)
    return _told(column, cards, old, by=by)


def _told(column: Column, cards: list[Card], old: list[dict[str, Any]], *, by: str | None = None) -> Event:
    """The column with `cards`, of which it says no more than where they stand now."""
    column.version += 1
    column.save(update_fields=["version"])
    places = [
        {"id": card.pk, "number": card.number, "position": card.position, "version": card.version}
        for card in cards
    ]
    new = [{"id": card.pk, "position": card.position} for card in cards]
    changes: dict[str, Any] = {"cards": [old, new]} if cards else {}
    if by is not None:
        changes["sorted_by"] = [None, by]
    return happened({**column_wire(column), "cards": places}, changes=changes)
