"""What only an undo does: cards, columns and labels set back to what they were. No door opens these."""

import datetime as dt
from typing import Any
from uuid import UUID

from boards.commands.cards import standing_card, update_card
from boards.commands.columns import standing_column
from boards.commands.rewrite_cards import Rewritten, rewrite
from boards.inputs.single import CardPutBack, CardReverted, ColumnPutBack, LabelBack
from boards.models import Card, CardFile, CardLabel, Column, Label
from boards.positions import free_position
from boards.wire.board import card_wire, column_wire, label_wire, listed_cards
from files.models import File
from projects.errors import NotFound
from projects.events.log import differences, happened
from projects.inputs import OfEntity
from projects.models import Event
from projects.permissions import Role
from projects.registry import Member, command, in_project, project_of

# ── Cards ─────────────────────────────────────────────────────────────────────────────────────────


@command(
    "card.revert",
    input=CardReverted,
    role=Role.MEMBER,
    locate=project_of(Card),
    event="card.updated",
    internal=True,
)
def revert_card(member: Member, *, id: UUID, file_ids: list[UUID] | None = None, **values: Any) -> Event:
    """What it says, who does it, what hangs on it."""
    card = standing_card(member, id)
    before = card_wire(card, member.project)
    if file_ids is not None:
        _set_files(member, card, file_ids)
        if card.cover_id and card.cover_id not in file_ids:
            values["cover_file_id"] = None
    event = update_card(member, id=id, version=card.version, **values)
    event.changes = differences(before, event.payload)
    return event


def _set_files(member: Member, card: Card, file_ids: list[UUID]) -> None:
    if File.objects.kept().filter(project=member.project, pk__in=file_ids).count() != len(file_ids):
        raise NotFound
    CardFile.objects.filter(card=card).delete()
    CardFile.objects.bulk_create(
        CardFile(project=member.project, card=card, file_id=file_id) for file_id in file_ids
    )


@command(
    "card.put_back",
    input=CardPutBack,
    role=Role.MEMBER,
    locate=project_of(Card),
    event="card.moved",
    internal=True,
)
def put_card_back(member: Member, *, id: UUID, **values: Any) -> Event:
    """To its place, out of the archive or the trash, or into them again."""
    card = Card.objects.filter(project=member.project, pk=id).first()
    if card is None:
        raise NotFound
    [done] = rewrite(member, [card], {id: values}, listed=listed_cards)
    event = happened(done.before if card.deleted_at else done.after, changes=done.changes)
    event.type = f"card.{_way(done, card.deleted_at)}"
    return event


def _way(done: Rewritten, deleted_at: dt.datetime | None) -> str:
    if "deletedAt" in done.changes:
        return "deleted" if deleted_at else "restored"
    if "archivedAt" in done.changes:
        return "archived" if done.after["archivedAt"] else "restored"
    return "moved"


# ── Columns ───────────────────────────────────────────────────────────────────────────────────────


@command(
    "column.put_back",
    input=ColumnPutBack,
    role=Role.MEMBER,
    locate=project_of(Column),
    event="column.moved",
    internal=True,
)
def put_column_back(member: Member, *, id: UUID, position: str) -> Event:
    column = standing_column(member, id)
    before = column_wire(column)
    others = Column.objects.standing().filter(project=member.project).exclude(pk=id)
    column.position = free_position(others, position)
    column.version += 1
    column.save()
    after = column_wire(column)
    return happened(after, changes=differences(before, after))


@command(
    "column.restore",
    input=OfEntity,
    role=Role.MEMBER,
    locate=project_of(Column),
    event="column.restored",
    internal=True,
)
def restore_column(member: Member, *, id: UUID) -> Event:
    """To its place. It is empty: it was when it was deleted, and nothing comes into a deleted one."""
    column = Column.objects.filter(project=member.project, pk=id, deleted_at__isnull=False).first()
    if column is None:
        raise NotFound
    deleted_at, column.deleted_at = column.deleted_at, None
    column.position = free_position(Column.objects.standing().filter(project=member.project), column.position)
    column.version += 1
    column.save()
    return happened(column_wire(column), changes={"deleted_at": [deleted_at, None]})


# ── Labels ────────────────────────────────────────────────────────────────────────────────────────


@command(
    "label.restore",
    input=LabelBack,
    role=Role.MEMBER,
    locate=in_project,
    event="label.restored",
    internal=True,
)
def restore_label(
    member: Member, *, id: UUID, name: str, color: str, card_ids: list[UUID], places: list[int]
) -> Event:
    """With its id, where it stood among the labels and among those of each card, without raising versions."""
    made = Event.objects.filter(project=member.project, type="label.created", payload__id=str(id)).first()
    label = Label(pk=id, project=member.project, name=name, color=color)
    label.created_at = made.at if made else member.at
    label.save(force_insert=True)
    cards = _hang_label(member, label, dict(zip(card_ids, places, strict=True)))
    place = list(Label.objects.filter(project=member.project).values_list("pk", flat=True)).index(id)
    told: dict[str, Any] = {"place": [None, place]}
    if cards:
        told |= {"card_ids": [[], list(cards)], "places": [[], list(cards.values())]}
    return happened(label_wire(label), changes=told)


def _hang_label(member: Member, label: Label, places: dict[UUID, int]) -> dict[UUID, int]:
    """On these cards, in their places; which of them there are, and where it hangs now."""
    lists: dict[UUID, list[UUID]] = {card_id: [] for card_id in places}
    rows = CardLabel.objects.filter(card__in=places).order_by("id")
    for card_id, label_id in rows.values_list("card_id", "label_id"):
        lists[card_id].append(label_id)
    for card_id, place in places.items():
        lists[card_id].insert(place, label.pk)
    rows.delete()
    CardLabel.objects.bulk_create(
        CardLabel(project=member.project, card_id=card_id, label_id=label_id)
        for card_id, ids in lists.items()
        for label_id in ids
    )
    return {card_id: ids.index(label.pk) for card_id, ids in lists.items()}
