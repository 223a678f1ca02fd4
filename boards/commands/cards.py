"""Cards: made, changed, moved, archived, deleted, restored."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from boards.commands.columns import standing_column
from boards.inputs import CreateCard, MoveCard, UpdateCard, Versioned
from boards.models import Card, CardAssignee, CardFile, CardLabel, CardWatcher, Column, Label
from boards.positions import free_position, place
from boards.snapshot import card_wire
from projects.commands.members import LEAVERS
from projects.errors import Conflict, NotFound, invalid_field, stale
from projects.events import differences, happened
from projects.models import Event, Membership
from projects.permissions import Role
from projects.registry import Member, command, project_of
from projects.waking import wake_readers


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
    card.position = place(_standing_in(column), **where)
    card.number = member.project.next_card_number()
    if id is not None:
        card.pk = id
    card.save(force_insert=True)
    _set_labels(member, card, label_ids or [])
    _set_assignees(member, card, assignee_ids or [])
    return happened(card_wire(card, member.project))


@command("card.update", input=UpdateCard, role=Role.MEMBER, locate=project_of(Card), event="card.updated")
def update_card(member: Member, *, id: UUID, version: int, **values: Any) -> Event:
    card = _card(member, id, version)
    before = card_wire(card, member.project)
    if "cover_file_id" in values:
        _set_cover(card, values.pop("cover_file_id"))
    if "label_ids" in values:
        _set_labels(member, card, values.pop("label_ids") or [])
    if "assignee_ids" in values:
        _set_assignees(member, card, values.pop("assignee_ids") or [])
    if "description" in values:
        values["description"] = values["description"] or ""
    for name, value in values.items():
        setattr(card, name, value)
    _check_dates(card, values)
    return saved(member, card, before)


@command("card.move", input=MoveCard, role=Role.MEMBER, locate=project_of(Card), event="card.moved")
def move_card(member: Member, *, id: UUID, version: int, column_id: UUID, **where: UUID | None) -> Event:
    card = _card(member, id, version)
    column = standing_column(member, column_id)
    if column.pk != card.column_id and card.archived_at is None:
        _check_room(column)
    before = card_wire(card, member.project)
    card.position = place(_standing_in(column).exclude(pk=id), **where)
    card.column = column
    if card.watched and before["columnId"] != str(column.pk):
        wake_readers(member.project.pk)
    return saved(member, card, before)


@command("card.archive", input=Versioned, role=Role.MEMBER, locate=project_of(Card), event="card.archived")
def archive_card(member: Member, *, id: UUID, version: int) -> Event:
    card = _card(member, id, version)
    before = card_wire(card, member.project)
    card.archived_at = card.archived_at or member.at
    return saved(member, card, before)


@command("card.delete", input=Versioned, role=Role.MEMBER, locate=project_of(Card), event="card.deleted")
def delete_card(member: Member, *, id: UUID, version: int) -> Event:
    """Into the trash. The event carries the card as it was."""
    card = _card(member, id, version)
    before = card_wire(card, member.project)
    card.deleted_at = member.at
    card.version += 1
    card.save(update_fields=["deleted_at", "version"])
    return happened(before, changes={"deleted_at": [None, member.at]})


@command("card.restore", input=Versioned, role=Role.MEMBER, locate=project_of(Card), event="card.restored")
def restore_card(member: Member, *, id: UUID, version: int) -> Event:
    """Back to its place; to the first column where its own is gone. Open already: changes nothing.

    From the trash it may be called back at the version it was deleted at: that is the one a deletion tells.
    """
    card = Card.objects.filter(project=member.project, pk=id).select_related("column").first()
    if card is None:
        raise NotFound
    if version != card.version and not (card.deleted_at and version == card.version - 1):
        raise stale(card_wire(card, member.project))
    before, deleted_at = card_wire(card, member.project), card.deleted_at
    if card.archived_at or deleted_at:
        card.archived_at = card.deleted_at = None
        card.column = _column_to_return_to(member, card)
        _check_room(card.column)
        card.position = free_position(_standing_in(card.column), card.position)
    return saved(member, card, before, changes={"deleted_at": [deleted_at, None]} if deleted_at else {})


def unassign(member: Member, user_id: UUID) -> dict[str, Any]:
    """Takes a person who leaves off all cards, without raising their versions."""
    rows = CardAssignee.objects.filter(project=member.project, user_id=user_id)
    cards = list(rows.order_by("id").values_list("card_id", flat=True))
    rows.delete()
    return {"card_ids": [cards, []]} if cards else {}


LEAVERS.append(unassign)


def standing_card(member: Member, card_id: UUID) -> Card:
    """On the board or in the archive, not in the trash; it knows whether it is `watched`."""
    rows = Card.objects.undeleted().filter(project=member.project, pk=card_id).select_related("column")
    known: dict[str, Any] = {"watched": Exists(CardWatcher.objects.filter(card=OuterRef("pk")))}
    card = rows.annotate(**known).first()
    if card is None:
        raise NotFound
    return card


def _card(member: Member, card_id: UUID, version: int) -> Card:
    card = standing_card(member, card_id)
    if card.version != version:
        raise stale(card_wire(card, member.project))
    return card


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


def _set_cover(card: Card, file_id: UUID | None) -> None:
    if file_id is not None and not _pictures_of(card).filter(file=file_id).exists():
        raise invalid_field("coverFileId", _("This is no picture of this card."))
    card.cover_id = file_id


def _pictures_of(card: Card) -> QuerySet[CardFile]:
    return CardFile.objects.filter(card=card, file__thumbnail_key__isnull=False)


def saved(
    member: Member, card: Card, before: dict[str, Any], *, changes: dict[str, Any] | None = None
) -> Event:
    """The event of an accepted command on the card, `before` which it was as this says."""
    card.version += 1
    card.updated_at = member.at
    card.save()
    after = card_wire(card, member.project)
    return happened(after, changes={**differences(before, after), **(changes or {})})
