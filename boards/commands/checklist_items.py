"""Items of checklists: added, changed, ticked off, moved, deleted, turned into cards."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from boards.commands.cards import create_card
from boards.commands.checklists import standing_checklist
from boards.inputs.single import ConvertItem, CreateItem, MoveItem, UpdateItem
from boards.models import TITLE_LENGTH, Card, Checklist, ChecklistItem
from boards.positions import NOBODY, Order
from boards.wire.card_summary import about_card
from boards.wire.checklists import item_wire, recount
from projects.commands.members import LEAVERS
from projects.errors import Conflict, NotFound, invalid_field
from projects.events.log import differences, happened
from projects.inputs import OfEntity
from projects.models import Event, Membership
from projects.permissions import Role
from projects.registry import Member, command, project_of

ITEMS = Order(lambda checklist: ChecklistItem.objects.filter(checklist_id=checklist))
ITEMS_PER_CHECKLIST = 200


@command(
    "checklist_item.create",
    input=CreateItem,
    role=Role.MEMBER,
    locate=project_of(Checklist, "checklist_id"),
    event="checklist_item.created",
)
def create_item(
    member: Member,
    *,
    checklist_id: UUID,
    text: str,
    id: UUID | None = None,
    assignee_id: UUID | None = None,
    due_at: Any = None,
    **where: UUID | None,
) -> Event:
    checklist = standing_checklist(member, checklist_id)
    if id is not None and ChecklistItem.objects.filter(pk=id).exists():
        raise Conflict(_("This id is taken."))
    _check_assignee(member, assignee_id)
    item = ChecklistItem(project=member.project, checklist=checklist, text=text, created_at=member.at)
    item.assignee_id, item.due_at = assignee_id, due_at
    item.position = _place_in(checklist, item, where)
    if id is not None:
        item.pk = id
    item.save(force_insert=True)
    recount(checklist.card)
    return told_of_item(checklist.card, item, item_wire(item, checklist.card_id))


@command(
    "checklist_item.update",
    input=UpdateItem,
    role=Role.MEMBER,
    locate=project_of(ChecklistItem),
    event="checklist_item.updated",
)
def update_item(member: Member, *, id: UUID, **values: Any) -> Event:
    item, card = standing_item(member, id)
    before = item_wire(item, card.pk)
    _check_assignee(member, values.get("assignee_id"))
    for name, value in values.items():
        setattr(item, name, value)
    item.save()
    if item.done != before["done"]:
        recount(card)
    return _changed(card, item, before)


@command(
    "checklist_item.move",
    input=MoveItem,
    role=Role.MEMBER,
    locate=project_of(ChecklistItem),
    event="checklist_item.moved",
)
def move_item(member: Member, *, id: UUID, checklist_id: UUID | None = None, **where: UUID | None) -> Event:
    """Within its checklist, or into another one of the same card."""
    item, card = standing_item(member, id)
    before = item_wire(item, card.pk)
    if checklist_id not in (None, item.checklist_id):
        checklist = Checklist.objects.filter(card=card, pk=checklist_id).first()
        if checklist is None:
            raise invalid_field("checklistId", _("This card has no such checklist."))
        item.checklist = checklist
    item.position = _place_in(item.checklist, item, where)
    item.save(update_fields=["checklist", "position"])
    return _changed(card, item, before)


@command(
    "checklist_item.delete",
    input=OfEntity,
    role=Role.MEMBER,
    locate=project_of(ChecklistItem),
    event="checklist_item.deleted",
)
def delete_item(member: Member, *, id: UUID) -> Event:
    item, card = standing_item(member, id)
    before = item_wire(item, card.pk)
    item.delete()
    recount(card)
    return told_of_item(card, item, before)


@command(
    "checklist_item.convert",
    input=ConvertItem,
    role=Role.MEMBER,
    locate=project_of(ChecklistItem),
    event="checklist_item.converted",
)
def convert_item(member: Member, *, id: UUID, column_id: UUID | None = None, **where: UUID | None) -> Event:
    """Into a card with what the item said, directly below its own card where nothing else is asked for.

    One event tells all of it: the new card, the `item` as it was, and the `card` that it was taken from.
    """
    item, card = standing_item(member, id)
    if column_id is None and card.column.deleted_at is not None:
        raise invalid_field("columnId", _("The card's own column is gone: say in which one."))
    if not where and column_id in (None, card.column_id) and card.archived_at is None:
        where = {"after": card.pk}
    before = item_wire(item, card.pk)
    item.delete()
    recount(card)
    done_at = member.at if item.done else None
    made = create_card(
        member, column_id=column_id or card.column_id, done_at=done_at, **_as_card(item), **where
    )
    return happened({**made.payload, "item": before, "card": about_card(card, member.project)["card"]})


def unassign_items(member: Member, user_id: UUID) -> dict[str, Any]:
    """Takes a person who leaves off all items."""
    rows = ChecklistItem.objects.filter(project=member.project, assignee_id=user_id)
    items = list(rows.order_by("id").values_list("id", flat=True))
    rows.update(assignee=None)
    return {"checklist_item_ids": [items, []]} if items else {}


LEAVERS.append(unassign_items)


def standing_item(member: Member, item_id: UUID) -> tuple[ChecklistItem, Card]:
    rows = ChecklistItem.objects.filter(project=member.project, pk=item_id, checklist__card__deleted_at=None)
    item = rows.select_related("project", "checklist__card__column").first()
    if item is None:
        raise NotFound
    return item, item.checklist.card


def _check_assignee(member: Member, user_id: UUID | None) -> None:
    if user_id and not Membership.objects.filter(project=member.project, user=user_id).exists():
        raise invalid_field("assigneeId", _("A person is not in this project."))


def _place_in(checklist: Checklist, item: ChecklistItem, where: dict[str, UUID | None]) -> str:
    check_items(checklist, besides=item.pk)
    return ITEMS.place(checklist.pk, item.pk, **where)


def check_items(checklist: Checklist, *, besides: UUID = NOBODY) -> None:
    """One more fits on the checklist."""
    siblings = ChecklistItem.objects.filter(checklist=checklist).exclude(pk=besides)
    if siblings.count() >= ITEMS_PER_CHECKLIST:
        raise invalid_field(
            "checklistId", _("At most %(count)d items a checklist.") % {"count": ITEMS_PER_CHECKLIST}
        )


def _as_card(item: ChecklistItem) -> dict[str, Any]:
    """Nothing is lost of a text that is too long for a title."""
    fits = len(item.text) <= TITLE_LENGTH
    return {
        "title": item.text if fits else f"{item.text[: TITLE_LENGTH - 1]}…",
        "description": "" if fits else item.text,
        "assignee_ids": [item.assignee_id] if item.assignee_id else [],
        "due_at": item.due_at,
    }


def _changed(card: Card, item: ChecklistItem, before: dict[str, Any]) -> Event:
    after = item_wire(item, card.pk)
    return told_of_item(card, item, after, changes=differences(before, after))


def told_of_item(
    card: Card, item: ChecklistItem, wire: dict[str, Any], *, changes: dict[str, Any] | None = None
) -> Event:
    return happened({**wire, **about_card(card, item.project)}, changes=changes)
