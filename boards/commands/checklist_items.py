"""Commands on checklist items: add, change, tick, move, delete, convert into a card."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from boards.commands.cards import create_card
from boards.commands.checklist_counts import update_checklist_counts
from boards.commands.checklists import get_checklist
from boards.inputs.checklists import ConvertItem, CreateItem, MoveItem, UpdateItem
from boards.models import TITLE_LENGTH, Card, Checklist, ChecklistItem
from boards.positions import NOBODY, Order
from boards.wire.card_summary import card_summary
from boards.wire.cards import CardWire
from boards.wire.checklists import ChecklistItemOnCard, ChecklistItemWire, ConvertedCardWire, item_wire
from core.texts.cuts import cut
from projects.commands.members import on_member_removed
from projects.errors import Conflict, NotFound, invalid_field
from projects.events.log import Changes, differences, new_event
from projects.inputs import EntityInput
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
    done: bool = False,
    id: UUID | None = None,
    assignee_id: UUID | None = None,
    due_at: Any = None,
    **placement: UUID | None,
) -> Event:
    checklist = get_checklist(member, checklist_id)
    if id is not None and ChecklistItem.objects.filter(pk=id).exists():
        raise Conflict(_("This id is already in use."))
    _check_assignee(member, assignee_id)
    item = ChecklistItem(project=member.project, checklist=checklist, text=text, done=done)
    item.created_at = member.at
    item.assignee_id, item.due = assignee_id, due_at
    item.position = _position_in(checklist, item, placement)
    if id is not None:
        item.pk = id
    item.save(force_insert=True)
    update_checklist_counts(checklist.card)
    return item_event(checklist.card, item, item_wire(item, checklist.card_id))


@command(
    "checklist_item.update",
    input=UpdateItem,
    role=Role.MEMBER,
    locate=project_of(ChecklistItem),
    event="checklist_item.updated",
)
def update_item(member: Member, *, id: UUID, **values: Any) -> Event:
    item, card = get_item(member, id)
    before = item_wire(item, card.pk)
    _check_assignee(member, values.get("assignee_id"))
    if "due_at" in values:
        item.due = values.pop("due_at")
    for name, value in values.items():
        setattr(item, name, value)
    item.save()
    if item.done != before["done"]:
        update_checklist_counts(card)
    return _changed_item_event(card, item, before)


@command(
    "checklist_item.move",
    input=MoveItem,
    role=Role.MEMBER,
    locate=project_of(ChecklistItem),
    event="checklist_item.moved",
)
def move_item(
    member: Member, *, id: UUID, checklist_id: UUID | None = None, **placement: UUID | None
) -> Event:
    """Move the item within its checklist, or to another checklist of the same card."""
    item, card = get_item(member, id)
    before = item_wire(item, card.pk)
    if checklist_id not in (None, item.checklist_id):
        checklist = Checklist.objects.filter(card=card, pk=checklist_id).first()
        if checklist is None:
            raise invalid_field("checklistId", _("This checklist is not on this card."))
        item.checklist = checklist
    item.position = _position_in(item.checklist, item, placement)
    item.save(update_fields=["checklist", "position"])
    return _changed_item_event(card, item, before)


@command(
    "checklist_item.delete",
    input=EntityInput,
    role=Role.MEMBER,
    locate=project_of(ChecklistItem),
    event="checklist_item.deleted",
)
def delete_item(member: Member, *, id: UUID) -> Event:
    item, card = get_item(member, id)
    before = item_wire(item, card.pk)
    item.delete()
    update_checklist_counts(card)
    return item_event(card, item, before)


@command(
    "checklist_item.convert",
    input=ConvertItem,
    role=Role.MEMBER,
    locate=project_of(ChecklistItem),
    event="checklist_item.converted",
)
def convert_item(
    member: Member, *, id: UUID, column_id: UUID | None = None, **placement: UUID | None
) -> Event:
    """Replace the item by a card with the same text, by default directly below the item's card.

    One event covers all of it: its payload is the new card, with the deleted `item` and a summary of the
    `card` that the item was on.
    """
    item, card = get_item(member, id)
    if column_id is None and card.column.deleted_at is not None:
        raise invalid_field("columnId", _("The card’s column was deleted. Choose another column."))
    if not placement and column_id in (None, card.column_id) and card.archived_at is None:
        placement = {"after": card.pk}
    before = item_wire(item, card.pk)
    item.delete()
    update_checklist_counts(card)
    done_at = member.at if item.done else None
    created = create_card(
        member, column_id=column_id or card.column_id, done_at=done_at, **_card_fields(item), **placement
    )
    new_card: CardWire = created.payload
    payload: ConvertedCardWire = {
        **new_card,
        "item": before,
        "card": card_summary(card, member.project)["card"],
    }
    return new_event(payload)


@on_member_removed.register
def unassign_items(member: Member, user_id: UUID) -> Changes:
    """Remove a person who leaves the project from all items."""
    rows = ChecklistItem.objects.filter(project=member.project, assignee_id=user_id)
    items = list(rows.order_by("id").values_list("id", flat=True))
    rows.update(assignee=None)
    return {"checklist_item_ids": [items, []]} if items else {}


def get_item(member: Member, item_id: UUID) -> tuple[ChecklistItem, Card]:
    """Return an item and its card. Raise NotFound if the card is in the trash."""
    rows = ChecklistItem.objects.filter(project=member.project, pk=item_id, checklist__card__deleted_at=None)
    item = rows.select_related("project", "checklist__card__column").first()
    if item is None:
        raise NotFound
    return item, item.checklist.card


def _check_assignee(member: Member, user_id: UUID | None) -> None:
    if user_id and not Membership.objects.filter(project=member.project, user=user_id).exists():
        raise invalid_field("assigneeId", _("An assignee is not a member of this project."))


def _position_in(checklist: Checklist, item: ChecklistItem, placement: dict[str, UUID | None]) -> str:
    check_item_limit(checklist, ignoring=item.pk)
    return ITEMS.place(checklist.pk, item.pk, **placement)


def check_item_limit(checklist: Checklist, *, ignoring: UUID = NOBODY) -> None:
    """Raise Invalid if the checklist has no room for one more item."""
    siblings = ChecklistItem.objects.filter(checklist=checklist).exclude(pk=ignoring)
    if siblings.count() >= ITEMS_PER_CHECKLIST:
        raise invalid_field(
            "checklistId", _("At most %(count)d items per checklist.") % {"count": ITEMS_PER_CHECKLIST}
        )


def _card_fields(item: ChecklistItem) -> dict[str, Any]:
    """Fields of the card. A text that is too long for a title goes into the description as a whole."""
    return {
        "title": cut(item.text, TITLE_LENGTH),
        "description": item.text if len(item.text) > TITLE_LENGTH else "",
        "assignee_ids": [item.assignee_id] if item.assignee_id else [],
        "due_at": item.due,
    }


def _changed_item_event(card: Card, item: ChecklistItem, before: ChecklistItemWire) -> Event:
    after = item_wire(item, card.pk)
    return item_event(card, item, after, changes=differences(before, after))


def item_event(
    card: Card, item: ChecklistItem, wire: ChecklistItemWire, *, changes: Changes | None = None
) -> Event:
    payload: ChecklistItemOnCard = {**wire, **card_summary(card, item.project)}
    return new_event(payload, changes=changes)
