"""Commands on a single card: create, change, move, archive, delete and restore."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from boards.commands.columns import column_of, get_column
from boards.inputs.cards import CreateCard, MoveCard, UpdateCard
from boards.inputs.fields import Versioned
from boards.models import Card, CardAssignee, CardFile, CardLabel, CardWatcher, Column, Label
from boards.positions import Order, free_position, position_between
from boards.wire.cards import CardWire, card_wire, group_related_ids, related_ids_of
from core.moments import is_before
from core.sql.prepared import Query, Rows, prepared, run_together
from core.sql.writes import Insert, Update, write
from files.models import File
from projects.commands.members import on_member_removed
from projects.errors import Conflict, invalid_field, only_row, version_conflict
from projects.events.log import Changes, differences, new_event
from projects.models import Event, Membership
from projects.permissions import Role
from projects.rate_limits import check_text_rate
from projects.realtime.wake import wake_subscribers
from projects.registry import Member, command, project_of

POSITION_FIELDS = ("column", "position")
MOMENTS = {"start_at": "start", "due_at": "due"}
"""{field of the input: attribute of the card that is kept in two columns}."""
DESCRIPTION_EVENTS = Q(type="card.updated", changes__has_key="description")
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
    **placement: UUID | None,
) -> Event:
    """`done_at` is set only by commands that call this one; it is no part of the input."""
    column = get_column(member, column_id)
    if id is not None and Card.objects.filter(pk=id).exists():
        raise Conflict(_("This id is already in use."))
    _check_wip_limit(column)
    card = Card(project=member.project, column=column, title=title, description=description or "")
    card.due, card.done_at = due_at, done_at
    card.created_by, card.created_at, card.updated_at = member.user, member.at, member.at
    card.position = CARDS.place(column.pk, **placement)
    card.number = member.project.next_card_number()
    if id is not None:
        card.pk = id
    write(Insert(card))
    _set_labels(member, card, label_ids or [])
    _set_assignees(member, card, assignee_ids or [])
    return new_event(card_wire(card, member.project))


@command("card.update", input=UpdateCard, role=Role.MEMBER, locate=project_of(Card), event="card.updated")
def update_card(member: Member, *, id: UUID, version: int, **values: Any) -> Event:
    card, before, _results = _load(member, id, version)
    if "cover_file_id" in values:
        values["cover_id"] = _checked_cover(card, values.pop("cover_file_id"))
    relations_changed = bool({"label_ids", "assignee_ids"} & values.keys())
    if "label_ids" in values:
        _set_labels(member, card, values.pop("label_ids") or [])
    if "assignee_ids" in values:
        _set_assignees(member, card, values.pop("assignee_ids") or [])
    if "description" in values:
        check_text_rate(member, DESCRIPTION_EVENTS)
        values["description"] = values["description"] or ""
    written = _set_values(card, values)
    check_dates(card, "dueAt" if "due_at" in values else "startAt")
    return changed_card_event(member, card, before, *written, relations_changed=relations_changed)


@command("card.move", input=MoveCard, role=Role.MEMBER, locate=project_of(Card), event="card.moved")
def move_card(member: Member, *, id: UUID, version: int, column_id: UUID, **placement: UUID | None) -> Event:
    column_query = column_of.bind(project_id=member.project.pk, column_id=column_id)
    neighbour_query = CARDS.neighbours(column_id, id, **placement)
    card, before, [columns, neighbours] = _load(member, id, version, column_query, neighbour_query)
    column: Column = only_row(columns)
    if column.pk != card.column_id and card.archived_at is None:
        _check_wip_limit(column)
    card.position = position_between(neighbours, **placement)
    card.column = column
    if card.watched and before["columnId"] != str(column.pk):
        wake_subscribers(member.project.pk)
    return changed_card_event(member, card, before, *POSITION_FIELDS)


@command("card.archive", input=Versioned, role=Role.MEMBER, locate=project_of(Card), event="card.archived")
def archive_card(member: Member, *, id: UUID, version: int) -> Event:
    card, before, _results = _load(member, id, version)
    card.archived_at = card.archived_at or member.at
    return changed_card_event(member, card, before, "archived_at")


@command("card.delete", input=Versioned, role=Role.MEMBER, locate=project_of(Card), event="card.deleted")
def delete_card(member: Member, *, id: UUID, version: int) -> Event:
    """Move the card to the trash. The payload of the event holds the card as it was before."""
    card, before, _results = _load(member, id, version)
    card.deleted_at = member.at
    card.version += 1
    update = Update(card, ("deleted_at", "version"))
    return new_event(before, changes={"deleted_at": [None, member.at]}, writes=[update])


@command("card.restore", input=Versioned, role=Role.MEMBER, locate=project_of(Card), event="card.restored")
def restore_card(member: Member, *, id: UUID, version: int) -> Event:
    """Take the card out of the archive or the trash; an open card stays as it is.

    It returns to its position, or to the first column if its own has been deleted. A card in the trash may be
    named with the version before its deletion, because the response of the deletion holds that one.
    """
    card: Card = only_row(Card.objects.filter(project=member.project, pk=id).select_related("column"))
    if version != card.version and not (card.deleted_at and version == card.version - 1):
        raise version_conflict(card_wire(card, member.project))
    before, deleted_at = card_wire(card, member.project), card.deleted_at
    if card.archived_at or deleted_at:
        card.archived_at = card.deleted_at = None
        card.column = _column_to_restore_to(member, card)
        _check_wip_limit(card.column)
        card.position = free_position(_open_cards_in(card.column), card.position)
    extra = {"deleted_at": [deleted_at, None]} if deleted_at else {}
    return changed_card_event(
        member, card, before, *POSITION_FIELDS, "archived_at", "deleted_at", changes=extra
    )


@on_member_removed.register
def unassign(member: Member, user_id: UUID) -> Changes:
    """Remove a person who leaves the project from all cards, without raising the versions of the cards."""
    rows = CardAssignee.objects.filter(project=member.project, user_id=user_id)
    cards = list(rows.order_by("id").values_list("card_id", flat=True))
    rows.delete()
    return {"card_ids": [cards, []]} if cards else {}


def get_card(member: Member, card_id: UUID) -> Card:
    """Return an open or archived card, annotated with `watched`. Raise NotFound for one in the trash."""
    return only_row(_undeleted_card(project_id=member.project.pk, card_id=card_id))


@prepared
def _undeleted_card(project_id: Any, card_id: Any) -> Any:
    annotations: dict[str, Any] = {"watched": Exists(CardWatcher.objects.filter(card=OuterRef("pk")))}
    return (
        Card.objects.undeleted().filter(project_id=project_id, pk=card_id).order_by().annotate(**annotations)
    )


def _load(member: Member, card_id: UUID, version: int, *more: Query) -> tuple[Card, CardWire, list[Rows]]:
    """Return the card, its serialization, and the results of the queries `more`, in one round trip.

    Raise NotFound, or a version conflict if the card has another version than `version`.
    """
    card_query = _undeleted_card.bind(project_id=member.project.pk, card_id=card_id)
    cards, related, *results = run_together(card_query, related_ids_of.bind(card_id=card_id), *more)
    card: Card = only_row(cards)
    wire = card_wire(card, member.project, related=group_related_ids(related))
    if card.version != version:
        raise version_conflict(wire)
    return card, wire, results


def _open_cards_in(column: Column) -> Any:
    return Card.objects.open().filter(column=column)


def _column_to_restore_to(member: Member, card: Card) -> Column:
    if card.column.deleted_at is None:
        return card.column
    first = Column.objects.undeleted().filter(project=member.project).first()
    if first is None:
        raise Conflict(_("The board has no columns. Add one first."), code="wip_limit_reached")
    return first


def _check_wip_limit(column: Column) -> None:
    if column.wip_limit is not None and _open_cards_in(column).count() >= column.wip_limit:
        raise Conflict(
            _("“%(column)s” is full (limit: %(limit)d).")
            % {"column": column.name, "limit": column.wip_limit},
            code="wip_limit_reached",
        )


def _set_labels(member: Member, card: Card, label_ids: list[UUID]) -> None:
    if Label.objects.filter(project=member.project, pk__in=label_ids).count() != len(label_ids):
        raise invalid_field("labelIds", _("A label does not belong to this project."))
    CardLabel.objects.filter(card=card).delete()
    CardLabel.objects.bulk_create(
        CardLabel(project=member.project, card=card, label_id=label_id) for label_id in label_ids
    )


def _set_assignees(member: Member, card: Card, user_ids: list[UUID]) -> None:
    if Membership.objects.filter(project=member.project, user__in=user_ids).count() != len(user_ids):
        raise invalid_field("assigneeIds", _("An assignee is not a member of this project."))
    CardAssignee.objects.filter(card=card).delete()
    CardAssignee.objects.bulk_create(
        CardAssignee(project=member.project, card=card, user_id=user_id) for user_id in user_ids
    )


def _set_values(card: Card, values: dict[str, Any]) -> list[str]:
    """Set fields of the card and return the names of the columns to write."""
    written: list[str] = []
    for name, value in values.items():
        if moment := MOMENTS.get(name):
            setattr(card, moment, value)
            written += (f"{moment}_at", f"{moment}_on")
        else:
            setattr(card, name, value)
            written.append(name)
    return written


def check_dates(card: Card, field: str) -> None:
    """Raise Invalid, for `field` on the wire, if the card is due before it starts."""
    if card.start and card.due and is_before(card.due, card.start):
        raise invalid_field(field, _("The due date is before the start date."))


def _checked_cover(card: Card, file_id: UUID | None) -> UUID | None:
    if file_id is not None and not _pictures_of(card).filter(file=file_id).exists():
        raise invalid_field("coverFileId", _("The cover must be a picture attached to this card."))
    return file_id


def _pictures_of(card: Card) -> QuerySet[CardFile]:
    return CardFile.objects.filter(card=card, file__in=File.objects.pictures())


def changed_card_event(
    member: Member,
    card: Card,
    before: CardWire,
    *written: str,
    relations_changed: bool = False,
    changes: Changes | None = None,
) -> Event:
    """Raise the version of the card and return the event. The card is written together with the event.

    `before` is the card on the wire before the command; `written` are the model fields that the command set.
    `relations_changed` says that labels, assignees or files have changed. `changes` adds to the differences.
    """
    card.version += 1
    card.updated_at = member.at
    after = card_wire(card, member.project, related=None if relations_changed else before)
    changes = {**differences(before, after), **(changes or {})}
    return new_event(after, changes=changes, writes=[Update(card, (*written, "version", "updated_at"))])
