"""Cards set to what they are wanted to be, many at once, in as many statements as for one."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from boards.commands.card_sql import raise_versions, write_places
from boards.fractional_index import keys_between
from boards.models import Card, CardAssignee, CardLabel, Column
from boards.positions import free_position
from boards.wire.board import listed_faces
from core.wire import camelize
from projects.errors import Conflict, NotFound
from projects.events.log import differences
from projects.models import Project
from projects.registry import Member

Wanted = dict[UUID, dict[str, Any]]
"""Card → what it is to have of column_id, position, archived_at, deleted_at, label_ids and assignee_ids.

A new column without a position is that column's end; a position that is taken by now is the one below it."""

Listed = Callable[[list[Card], Project], list[dict[str, Any]]]

HANGERS: dict[str, tuple[Any, str]] = {
    "label_ids": (CardLabel, "label_id"),
    "assignee_ids": (CardAssignee, "user_id"),
}


@dataclass(frozen=True)
class Rewritten:
    """A card on the wire before and after, and {field: [old, new]}, `deletedAt` too."""

    before: dict[str, Any]
    after: dict[str, Any]
    changes: dict[str, Any]


def rewrite(
    member: Member, cards: list[Card], wanted: Wanted, *, listed: Listed = listed_faces
) -> list[Rewritten]:
    """Raises NotFound for a column that is gone, Conflict for one that all of them together overfill.

    `listed` says how much of a card is told: its description only where it is one.
    """
    before = listed(cards, member.project)
    deleted = [card.deleted_at for card in cards]
    columns = {card.pk: card.column_id if _is_open(card) else None for card in cards}
    for card in cards:
        _set_state(member, card, wanted[card.pk])
    coming = [card for card in cards if _is_open(card) and columns[card.pk] != card.column_id]
    check_columns(member, cards, {card.column_id for card in coming})
    _save(member, cards, _in_free_places(cards, coming, wanted))
    for name in HANGERS:
        _hang(member, name, {card: wanted[card.pk][name] for card in cards if name in wanted[card.pk]})
    after = listed(cards, member.project)
    trash = [[then, card.deleted_at] for then, card in zip(deleted, cards, strict=True)]
    return [_rewritten(*each) for each in zip(before, after, trash, strict=True)]


def _rewritten(before: dict[str, Any], after: dict[str, Any], trash: list[dt.datetime | None]) -> Rewritten:
    changes = differences(before, after)
    if trash[0] != trash[1]:
        changes["deletedAt"] = camelize(trash)
    return Rewritten(before, after, changes)


def _is_open(card: Card) -> bool:
    return card.archived_at is None and card.deleted_at is None


def _set_state(member: Member, card: Card, values: dict[str, Any]) -> None:
    for name in ("column_id", "position", "archived_at", "deleted_at"):
        setattr(card, name, values.get(name, getattr(card, name)))
    card.version += 1
    card.updated_at = member.at


def check_columns(member: Member, cards: list[Card], column_ids: set[UUID]) -> None:
    """There are these columns, and they have room for all that is to be in them."""
    columns = list(Column.objects.standing().filter(project=member.project, pk__in=column_ids))
    if len(columns) < len(column_ids):
        raise NotFound(_("The column is gone by now."))
    others = Card.objects.open().filter(column__in=column_ids).exclude(pk__in=[card.pk for card in cards])
    totals = Counter(dict(others.order_by().values_list("column").annotate(total=Count("id"))))
    totals.update(card.column_id for card in cards if _is_open(card))
    for column in columns:
        if column.wip_limit is not None and totals[column.pk] > column.wip_limit:
            told = {"column": column.name, "limit": column.wip_limit}
            raise Conflict(
                _("“%(column)s” is full: %(limit)d cards is its limit.") % told, code="wip_limit_reached"
            )


def _in_free_places(cards: list[Card], coming: list[Card], wanted: Wanted) -> list[Card]:
    """Gives the end of a column to those that come without a position; the cards whose position is taken."""
    ending = [card for card in coming if "column_id" in wanted[card.pk] and "position" not in wanted[card.pk]]
    for column_id in {card.column_id for card in ending}:
        _put_at_end(column_id, [card for card in ending if card.column_id == column_id])
    new = set(coming)
    placed = [card for card in cards if _is_open(card) and (card in new or "position" in wanted[card.pk])]
    taken = set(
        Card.objects.open()
        .filter(
            column__in={card.column_id for card in placed}, position__in=[card.position for card in placed]
        )
        .values_list("column_id", "position", "pk")
    )
    there = {(column_id, position): pk for column_id, position, pk in taken}
    return [card for card in placed if there.get((card.column_id, card.position), card.pk) != card.pk]


def _put_at_end(column_id: UUID, cards: list[Card]) -> None:
    last = Card.objects.open().filter(column=column_id).aggregate(last=Max("position"))["last"]
    for card, position in zip(cards, keys_between(last, None, len(cards)), strict=True):
        card.position = position


def _save(member: Member, cards: list[Card], displaced: list[Card]) -> None:
    """First they leave, then they find their places, then they come: no two are ever in one place."""
    raise_versions(cards, member.at)
    apart = set(displaced)
    rest = [card for card in cards if card not in apart]
    _write_states([card for card in rest if not _is_open(card)])
    write_places(rest)
    _write_states([card for card in rest if _is_open(card)])
    for card in displaced:
        siblings = Card.objects.open().filter(column=card.column_id).exclude(pk=card.pk)
        card.position = free_position(siblings, card.position)
        card.save(update_fields=["column", "position", "archived_at", "deleted_at"])


def _write_states(cards: list[Card]) -> None:
    for archived_at, deleted_at in {(card.archived_at, card.deleted_at) for card in cards}:
        ids = [card.pk for card in cards if (card.archived_at, card.deleted_at) == (archived_at, deleted_at)]
        Card.objects.filter(pk__in=ids).update(archived_at=archived_at, deleted_at=deleted_at)


def _hang(member: Member, name: str, lists: dict[Card, list[UUID]]) -> None:
    model, key = HANGERS[name]
    if not lists:
        return
    model.objects.filter(card__in=list(lists)).delete()
    model.objects.bulk_create(
        model(project=member.project, card=card, **{key: an_id})
        for card, ids in lists.items()
        for an_id in ids
    )
