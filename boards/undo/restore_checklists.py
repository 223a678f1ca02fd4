"""Internal commands that set checklists and their items back. Only an undo runs them."""

from uuid import UUID

from boards.commands.cards import get_card
from boards.commands.checklist_counts import update_checklist_counts
from boards.commands.checklist_items import check_item_limit, get_item, item_event
from boards.commands.checklists import (
    changed_checklist_event,
    check_checklist_limit,
    checklist_event,
    get_checklist,
)
from boards.models import Checklist, ChecklistItem
from boards.positions import free_position
from boards.undo.inputs import ItemValues, PutBackChecklist, PutBackItem, RestoreChecklist, RestoreItem
from boards.wire.checklists import checklist_wire, item_wire
from projects.errors import NotFound
from projects.events.log import differences
from projects.models import Event, Membership
from projects.permissions import Role
from projects.registry import Member, command, in_project, project_of


@command(
    "checklist.put_back",
    input=PutBackChecklist,
    role=Role.MEMBER,
    locate=project_of(Checklist),
    event="checklist.moved",
    internal=True,
)
def put_checklist_back(member: Member, *, id: UUID, position: str) -> Event:
    checklist = get_checklist(member, id)
    before = checklist_wire(checklist)
    others = Checklist.objects.filter(card=checklist.card_id).exclude(pk=id)
    checklist.position = free_position(others, position)
    checklist.save(update_fields=["position"])
    return changed_checklist_event(checklist, before)


@command(
    "checklist.restore",
    input=RestoreChecklist,
    role=Role.MEMBER,
    locate=in_project,
    event="checklist.created",
    internal=True,
)
def restore_checklist(
    member: Member, *, id: UUID, card_id: UUID, name: str, position: str, items: list[ItemValues]
) -> Event:
    """Create the checklist and its items again, under their old ids."""
    card = get_card(member, card_id)
    check_checklist_limit(card)
    checklist = Checklist(pk=id, project=member.project, card=card, name=name, created_at=member.at)
    checklist.position = free_position(Checklist.objects.filter(card=card), position)
    checklist.save(force_insert=True)
    insert_items(member, checklist, items)
    update_checklist_counts(card)
    return checklist_event(checklist, checklist_wire(checklist))


@command(
    "checklist_item.put_back",
    input=PutBackItem,
    role=Role.MEMBER,
    locate=project_of(ChecklistItem),
    event="checklist_item.moved",
    internal=True,
)
def put_item_back(
    member: Member, *, id: UUID, checklist_id: UUID | None = None, position: str | None = None
) -> Event:
    item, card = get_item(member, id)
    before = item_wire(item, card.pk)
    if checklist_id not in (None, item.checklist_id):
        item.checklist = get_checklist(member, checklist_id)
        check_item_limit(item.checklist)
    others = ChecklistItem.objects.filter(checklist=item.checklist_id).exclude(pk=id)
    item.position = free_position(others, position or item.position)
    item.save(update_fields=["checklist", "position"])
    after = item_wire(item, card.pk)
    return item_event(card, item, after, changes=differences(before, after))


@command(
    "checklist_item.restore",
    input=RestoreItem,
    role=Role.MEMBER,
    locate=in_project,
    event="checklist_item.created",
    internal=True,
)
def restore_item(member: Member, *, checklist_id: UUID, item: ItemValues) -> Event:
    checklist = get_checklist(member, checklist_id)
    row = insert_item(member, checklist, item)
    return item_event(checklist.card, row, item_wire(row, checklist.card_id))


def insert_item(member: Member, checklist: Checklist, item: ItemValues) -> ChecklistItem:
    """Insert the item at its old position, or directly below the item that has it now; update the counts."""
    check_item_limit(checklist)
    siblings = ChecklistItem.objects.filter(checklist=checklist)
    position = free_position(siblings, item["position"])
    [row] = insert_items(member, checklist, [{**item, "position": position}])
    update_checklist_counts(checklist.card)
    return row


def insert_items(member: Member, checklist: Checklist, items: list[ItemValues]) -> list[ChecklistItem]:
    """Insert items under their old ids, without assignees who have left the project.

    Raise NotFound if one of the items exists.
    """
    assignees = {item["assignee_id"] for item in items}
    rows = Membership.objects.filter(project=member.project, user__in=assignees)
    members = set(rows.values_list("user_id", flat=True))
    new = [
        ChecklistItem(project=member.project, checklist=checklist, created_at=member.at, **item)
        for item in ({**item, "assignee_id": _assignee_among(members, item)} for item in items)
    ]
    if ChecklistItem.objects.filter(pk__in=[row.pk for row in new]).exists():
        raise NotFound
    return ChecklistItem.objects.bulk_create(new)


def _assignee_among(members: set[UUID], item: ItemValues) -> UUID | None:
    return item["assignee_id"] if item["assignee_id"] in members else None
