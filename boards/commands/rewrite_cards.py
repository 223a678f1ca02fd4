"""Sets fields of many cards at once, in as many statements as for one card."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict
from uuid import UUID

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from boards.commands.card_sql import raise_versions, write_positions
from boards.commands.cards import check_dates
from boards.fractional_index import keys_between
from boards.models import Card, CardAssignee, CardLabel, Column
from boards.positions import free_position
from boards.wire.cards import BriefCardWire, brief_cards_wire
from core.wire import instant
from projects.errors import Conflict, NotFound
from projects.events.log import Changes, differences
from projects.models import Project
from projects.registry import Member


class CardValues(TypedDict, total=False):
    """New values of a card.

    A card with a new column and no position is added to the end of that column. If another card has the
    position, the card is placed directly below it.
    """

    column_id: UUID
    position: str
    archived_at: dt.datetime | None
    deleted_at: dt.datetime | None
    start_at: dt.date | None
    due_at: dt.date | None
    done_at: dt.datetime | None
    label_ids: list[UUID]
    assignee_ids: list[UUID]


DateName = Literal["start_at", "due_at", "done_at"]
DATES: tuple[DateName, ...] = ("start_at", "due_at", "done_at")

NewValues = dict[UUID, CardValues]
"""{card id: new values}."""

RelationName = Literal["label_ids", "assignee_ids"]

Serialize = Callable[[list[Card], Project], Sequence[BriefCardWire]]

RELATIONS: dict[RelationName, tuple[Any, str]] = {
    "label_ids": (CardLabel, "label_id"),
    "assignee_ids": (CardAssignee, "user_id"),
}


@dataclass(frozen=True)
class CardRewrite:
    """A card on the wire before and after; `changes` is {field: [old, new]}, including `deletedAt`."""

    before: BriefCardWire
    after: BriefCardWire
    changes: Changes


def rewrite_cards(
    member: Member, cards: list[Card], new: NewValues, *, serialize: Serialize = brief_cards_wire
) -> list[CardRewrite]:
    """Write the new values of the cards.

    Raise NotFound if a column has been deleted, Conflict if the cards together exceed the limit of a column.
    `serialize` is `brief_cards_wire` for many cards, or `cards_wire`, with descriptions, for one.
    """
    before = serialize(cards, member.project)
    deleted = [card.deleted_at for card in cards]
    columns = {card.pk: card.column_id if _is_open(card) else None for card in cards}
    for card in cards:
        _set_state(member, card, new[card.pk])
    entering = [card for card in cards if _is_open(card) and columns[card.pk] != card.column_id]
    check_columns(member, cards, {card.column_id for card in entering})
    _save(member, cards, _position_cards(cards, entering, new))
    _save_dates([card for card in cards if not new[card.pk].keys().isdisjoint(DATES)])
    for name in RELATIONS:
        _set_related(member, name, {card: new[card.pk][name] for card in cards if name in new[card.pk]})
    after = serialize(cards, member.project)
    trash = [[earlier, card.deleted_at] for earlier, card in zip(deleted, cards, strict=True)]
    return [_rewritten(*each) for each in zip(before, after, trash, strict=True)]


def _rewritten(before: BriefCardWire, after: BriefCardWire, trash: list[dt.datetime | None]) -> CardRewrite:
    changes = differences(before, after)
    if trash[0] != trash[1]:
        changes["deletedAt"] = [instant(moment) for moment in trash]
    return CardRewrite(before, after, changes)


def _is_open(card: Card) -> bool:
    return card.archived_at is None and card.deleted_at is None


def _set_state(member: Member, card: Card, values: CardValues) -> None:
    for name in ("column_id", "position", "archived_at", "deleted_at"):
        setattr(card, name, values.get(name, getattr(card, name)))
    if "start_at" in values:
        card.start = values["start_at"]
    if "due_at" in values:
        card.due = values["due_at"]
    if "done_at" in values:
        card.done_at = values["done_at"]
    check_dates(card, "change")
    card.version += 1
    card.updated_at = member.at


def check_columns(member: Member, cards: list[Card], column_ids: set[UUID]) -> None:
    """Check that the columns exist and have room for all of `cards` that are in them.

    Raise NotFound for a deleted column, Conflict for one whose limit would be exceeded.
    """
    columns = list(Column.objects.undeleted().filter(project=member.project, pk__in=column_ids))
    if len(columns) < len(column_ids):
        raise NotFound(_("This column no longer exists."))
    others = Card.objects.open().filter(column__in=column_ids).exclude(pk__in=[card.pk for card in cards])
    totals = Counter(dict(others.order_by().values_list("column").annotate(total=Count("id"))))
    totals.update(card.column_id for card in cards if _is_open(card))
    for column in columns:
        if column.wip_limit is not None and totals[column.pk] > column.wip_limit:
            values = {"column": column.name, "limit": column.wip_limit}
            raise Conflict(_("“%(column)s” is full (limit: %(limit)d).") % values, code="wip_limit_reached")


def _position_cards(cards: list[Card], entering: list[Card], new: NewValues) -> list[Card]:
    """Append cards that enter a column without a position, and return the cards whose position is taken."""
    appended = [card for card in entering if "column_id" in new[card.pk] and "position" not in new[card.pk]]
    for column_id in {card.column_id for card in appended}:
        _put_at_end(column_id, [card for card in appended if card.column_id == column_id])
    arrivals = set(entering)
    placed = [card for card in cards if _is_open(card) and (card in arrivals or "position" in new[card.pk])]
    taken = set(
        Card.objects.open()
        .filter(
            column__in={card.column_id for card in placed}, position__in=[card.position for card in placed]
        )
        .values_list("column_id", "position", "pk")
    )
    occupants = {(column_id, position): pk for column_id, position, pk in taken}
    return [card for card in placed if occupants.get((card.column_id, card.position), card.pk) != card.pk]


def _put_at_end(column_id: UUID, cards: list[Card]) -> None:
    last = Card.objects.open().filter(column=column_id).aggregate(last=Max("position"))["last"]
    for card, position in zip(cards, keys_between(last, None, len(cards)), strict=True):
        card.position = position


def _save(member: Member, cards: list[Card], displaced: list[Card]) -> None:
    """Write the cards in an order in which no two open cards ever share a position.

    First those that leave the board, then the positions, then those that return; displaced cards one by one.
    """
    raise_versions(cards, member.at)
    one_by_one = set(displaced)
    rest = [card for card in cards if card not in one_by_one]
    _write_states([card for card in rest if not _is_open(card)])
    write_positions(rest)
    _write_states([card for card in rest if _is_open(card)])
    for card in displaced:
        siblings = Card.objects.open().filter(column=card.column_id).exclude(pk=card.pk)
        card.position = free_position(siblings, card.position)
        card.save(update_fields=["column", "position", "archived_at", "deleted_at"])


def _write_states(cards: list[Card]) -> None:
    for archived_at, deleted_at in {(card.archived_at, card.deleted_at) for card in cards}:
        ids = [card.pk for card in cards if (card.archived_at, card.deleted_at) == (archived_at, deleted_at)]
        Card.objects.filter(pk__in=ids).update(archived_at=archived_at, deleted_at=deleted_at)


def _save_dates(cards: list[Card]) -> None:
    if cards:
        Card.objects.bulk_update(cards, ["start_at", "start_on", "due_at", "due_on", "done_at"])


def _set_related(member: Member, name: RelationName, lists: dict[Card, list[UUID]]) -> None:
    model, key = RELATIONS[name]
    if not lists:
        return
    model.objects.filter(card__in=list(lists)).delete()
    model.objects.bulk_create(
        model(project=member.project, card=card, **{key: an_id})
        for card, ids in lists.items()
        for an_id in ids
    )
