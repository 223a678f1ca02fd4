"""Cards: made, changed, moved, archived, deleted, restored."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from boards.commands.columns import column_of, standing_column
from boards.inputs.single import CreateCard, MoveCard, UpdateCard, Versioned
from boards.models import Card, CardAssignee, CardFile, CardLabel, CardWatcher, Column, Label
from boards.positions import Order, free_position, position_between
from boards.wire.board import by_name, card_wire, hangers_of
from core.sql import Insert, Question, Update, at_once, prepared, write
from projects.commands.members import LEAVERS
from projects.errors import Conflict, invalid_field, sole, stale
from projects.events.log import differences, happened
from projects.models import Event, Membership
from projects.permissions import Role
from projects.realtime.wake import wake_readers
from projects.registry import Member, command, project_of

PLACE = ("column", "position")
CARDS = Order(lambda column: Card.objects.open().filter(column_id=column))


@command(
    "card.create",
    input=CreateCard,
    role=Role.MEMBER,
    locate=project_of(Column, "column_id"),
    event="card.created",
)
def create_card(
    member: Member,
    *,
    column_id: UUID,
    title: str,
    id: UUID | None = None,
    description: str | None = None,
    label_ids: list[UUID] | None = None,
    assignee_ids: list[UUID] | None = None,
    due_at: Any = None,
    done_at: Any = None,
    **where: UUID | None,
) -> Event:
    """`done_at` is for other commands that make a card; no door takes it."""
    column = standing_column(member, column_id)
    if id is not None and Card.objects.filter(pk=id).exists():
        raise Conflict(_("This id is taken."))
    _check_room(column)
    card = Card(project=member.project, column=column, title=title, description=description or "")
    card.due_at, card.done_at = due_at, done_at
    card.created_by, card.created_at, card.updated_at = member.user, member.at, member.at
    card.position = CARDS.place(column.pk, **where)
    card.number = member.project.next_card_number()
    if id is not None:
        card.pk = id
    write(Insert(card))
    _set_labels(member, card, label_ids or [])
    _set_assignees(member, card, assignee_ids or [])
    return happened(card_wire(card, member.project))


@command("card.update", input=UpdateCard, role=Role.MEMBER, locate=project_of(Card), event="card.updated")
def update_card(member: Member, *, id: UUID, version: int, **values: Any) -> Event:
    card, before, _answers = _card(member, id, version)
    if "cover_file_id" in values:
        values["cover_id"] = _cover(card, values.pop("cover_file_id"))
    rehung = bool({"label_ids", "assignee_ids"} & values.keys())
    if "label_ids" in values:
        _set_labels(member, card, values.pop("label_ids") or [])
    if "assignee_ids" in values:
        _set_assignees(member, card, values.pop("assignee_ids") or [])
    if "description" in values:
        values["description"] = values["description"] or ""
    for name, value in values.items():
        setattr(card, name, value)
    _check_dates(card, values)
    return saved(member, card, before, *values, rehung=rehung)


@command("card.move", input=MoveCard, role=Role.MEMBER, locate=project_of(Card), event="card.moved")
def move_card(member: Member, *, id: UUID, version: int, column_id: UUID, **where: UUID | None) -> Event:
    asked = column_of.of(project_id=member.project.pk, column_id=column_id)
    place = CARDS.neighbours(column_id, id, **where)
    card, before, [columns, neighbours] = _card(member, id, version, asked, place)
    column: Column = sole(columns)
    if column.pk != card.column_id and card.archived_at is None:
        _check_room(column)
    card.position = position_between(neighbours, **where)
    card.column = column
    if card.watched and before["columnId"] != str(column.pk):
        wake_readers(member.project.pk)
    return saved(member, card, before, *PLACE)


@command("card.archive", input=Versioned, role=Role.MEMBER, locate=project_of(Card), event="card.archived")
def archive_card(member: Member, *, id: UUID, version: int) -> Event:
    card, before, _answers = _card(member, id, version)
    card.archived_at = card.archived_at or member.at
    return saved(member, card, before, "archived_at")


@command("card.delete", input=Versioned, role=Role.MEMBER, locate=project_of(Card), event="card.deleted")
def delete_card(member: Member, *, id: UUID, version: int) -> Event:
    """Into the trash. The event carries the card as it was."""
    card, before, _answers = _card(member, id, version)
    card.deleted_at = member.at
    card.version += 1
    gone = Update(card, ("deleted_at", "version"))
    return happened(before, changes={"deleted_at": [None, member.at]}, writes=[gone])


@command("card.restore", input=Versioned, role=Role.MEMBER, locate=project_of(Card), event="card.restored")
def restore_card(member: Member, *, id: UUID, version: int) -> Event:
    """Back to its place; to the first column where its own is gone. Open already: changes nothing.

    From the trash it may be called back at the version it was deleted at: that is the one a deletion tells.
    """
    card: Card = sole(Card.objects.filter(project=member.project, pk=id).select_related("column"))
    if version != card.version and not (card.deleted_at and version == card.version - 1):
        raise stale(card_wire(card, member.project))
    before, deleted_at = card_wire(card, member.project), card.deleted_at
    if card.archived_at or deleted_at:
        card.archived_at = card.deleted_at = None
        card.column = _column_to_return_to(member, card)
        _check_room(card.column)
        card.position = free_position(_standing_in(card.column), card.position)
    told = {"deleted_at": [deleted_at, None]} if deleted_at else {}
    return saved(member, card, before, *PLACE, "archived_at", "deleted_at", changes=told)


def unassign(member: Member, user_id: UUID) -> dict[str, Any]:
    """Takes a person who leaves off all cards, without raising their versions."""
    rows = CardAssignee.objects.filter(project=member.project, user_id=user_id)
    cards = list(rows.order_by("id").values_list("card_id", flat=True))
    rows.delete()
    return {"card_ids": [cards, []]} if cards else {}


LEAVERS.append(unassign)


def standing_card(member: Member, card_id: UUID) -> Card:
    """On the board or in the archive, not in the trash; it knows whether it is `watched`."""
    return sole(_standing(project_id=member.project.pk, card_id=card_id))


@prepared
def _standing(project_id: Any, card_id: Any) -> Any:
    known: dict[str, Any] = {"watched": Exists(CardWatcher.objects.filter(card=OuterRef("pk")))}
    return Card.objects.undeleted().filter(project_id=project_id, pk=card_id).order_by().annotate(**known)


def _card(
    member: Member, card_id: UUID, version: int, *more: Question
) -> tuple[Card, dict[str, Any], list[list[Any]]]:
    """The card, the same on the wire, and the answers to `more`."""
    its_row = _standing.of(project_id=member.project.pk, card_id=card_id)
    cards, hangers, *answers = at_once(its_row, hangers_of.of(card_id=card_id), *more)
    card: Card = sole(cards)
    wire = card_wire(card, member.project, hangers=by_name(hangers))
    if card.version != version:
        raise stale(wire)
    return card, wire, answers


def _standing_in(column: Column) -> Any:
    return Card.objects.open().filter(column=column)


def _column_to_return_to(member: Member, card: Card) -> Column:
    if card.column.deleted_at is None:
        return card.column
    first = Column.objects.standing().filter(project=member.project).first()
    if first is None:
        raise Conflict(_("The board has no column: add one first."), code="wip_limit_reached")
    return first


def _check_room(column: Column) -> None:
    if column.wip_limit is not None and _standing_in(column).count() >= column.wip_limit:
        raise Conflict(
            _("“%(column)s” is full: %(limit)d cards is its limit.")
            % {"column": column.name, "limit": column.wip_limit},
            code="wip_limit_reached",
        )


def _set_labels(member: Member, card: Card, label_ids: list[UUID]) -> None:
    if Label.objects.filter(project=member.project, pk__in=label_ids).count() != len(label_ids):
        raise invalid_field("labelIds", _("A label is not of this project."))
    CardLabel.objects.filter(card=card).delete()
    CardLabel.objects.bulk_create(
        CardLabel(project=member.project, card=card, label_id=label_id) for label_id in label_ids
    )


def _set_assignees(member: Member, card: Card, user_ids: list[UUID]) -> None:
    if Membership.objects.filter(project=member.project, user__in=user_ids).count() != len(user_ids):
        raise invalid_field("assigneeIds", _("A person is not in this project."))
    CardAssignee.objects.filter(card=card).delete()
    CardAssignee.objects.bulk_create(
        CardAssignee(project=member.project, card=card, user_id=user_id) for user_id in user_ids
    )


def _check_dates(card: Card, changed: dict[str, Any]) -> None:
    if card.start_at and card.due_at and card.due_at < card.start_at:
        field = "dueAt" if "due_at" in changed else "startAt"
        raise invalid_field(field, _("The due date lies before the start."))


def _cover(card: Card, file_id: UUID | None) -> UUID | None:
    if file_id is not None and not _pictures_of(card).filter(file=file_id).exists():
        raise invalid_field("coverFileId", _("This is no picture of this card."))
    return file_id


def _pictures_of(card: Card) -> QuerySet[CardFile]:
    return CardFile.objects.filter(card=card, file__thumbnail_key__isnull=False)


def saved(
    member: Member,
    card: Card,
    before: dict[str, Any],
    *written: str,
    rehung: bool = False,
    changes: dict[str, Any] | None = None,
) -> Event:
    """The event of an accepted command on the card, `before` which it was as this says.

    `written` are the fields that it changed; `rehung` says that something was hung on it or taken off.
    """
    card.version += 1
    card.updated_at = member.at
    after = card_wire(card, member.project, hangers=None if rehung else before)
    changes = {**differences(before, after), **(changes or {})}
    return happened(after, changes=changes, writes=[Update(card, (*written, "version", "updated_at"))])
