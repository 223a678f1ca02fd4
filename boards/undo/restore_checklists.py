"""What only an undo does to checklists and their items: they stand again as they did. No door opens these."""

from typing import Any
from uuid import UUID

from boards.commands.cards import standing_card
from boards.commands.checklist_items import check_items, standing_item, told_of_item
from boards.commands.checklists import (
    changed_checklist,
    check_checklists,
    standing_checklist,
    told_of_checklist,
)
from boards.models import Checklist, ChecklistItem
from boards.positions import free_position
from boards.undo.inputs import ChecklistBack, ChecklistPutBack, ItemBack, ItemPutBack
from boards.wire.checklists import checklist_wire, item_wire, recount
from projects.errors import NotFound
from projects.events.log import differences
from projects.models import Event, Membership
from projects.permissions import Role
from projects.registry import Member, command, in_project, project_of


@command(
    "checklist.put_back",
    input=ChecklistPutBack,
    role=Role.MEMBER,
    locate=project_of(Checklist),
    event="checklist.moved",
    internal=True,
)
def put_checklist_back(member: Member, *, id: UUID, position: str) -> Event:
    checklist = standing_checklist(member, id)
    before = checklist_wire(checklist)
    others = Checklist.objects.filter(card=checklist.card_id).exclude(pk=id)
    checklist.position = free_position(others, position)
    checklist.save(update_fields=["position"])
    return changed_checklist(checklist, before)


@command(
    "checklist.restore",
    input=ChecklistBack,
    role=Role.MEMBER,
    locate=in_project,
    event="checklist.created",
    internal=True,
)
def restore_checklist(
    member: Member, *, id: UUID, card_id: UUID, name: str, position: str, items: list[dict[str, Any]]
) -> Event:
    """With its items, all of them under their ids."""
    card = standing_card(member, card_id)
    check_checklists(card)
    checklist = Checklist(pk=id, project=member.project, card=card, name=name, created_at=member.at)
    checklist.position = free_position(Checklist.objects.filter(card=card), position)
    checklist.save(force_insert=True)
    insert_items(member, checklist, items)
    recount(card)
    return told_of_checklist(checklist, checklist_wire(checklist))


@command(
    "checklist_item.put_back",
    input=ItemPutBack,
    role=Role.MEMBER,
    locate=project_of(ChecklistItem),
    event="checklist_item.moved",
    internal=True,
)
def put_item_back(
    member: Member, *, id: UUID, checklist_id: UUID | None = None, position: str | None = None
) -> Event:
    item, card = standing_item(member, id)
    before = item_wire(item, card.pk)
    if checklist_id not in (None, item.checklist_id):
        item.checklist = standing_checklist(member, checklist_id)
        check_items(item.checklist)
    others = ChecklistItem.objects.filter(checklist=item.checklist_id).exclude(pk=id)
    item.position = free_position(others, position or item.position)
    item.save(update_fields=["checklist", "position"])
    after = item_wire(item, card.pk)
    return told_of_item(card, item, after, changes=differences(before, after))


@command(
    "checklist_item.restore",
    input=ItemBack,
    role=Role.MEMBER,
    locate=in_project,
    event="checklist_item.created",
    internal=True,
)
def restore_item(member: Member, *, checklist_id: UUID, item: dict[str, Any]) -> Event:
    checklist = standing_checklist(member, checklist_id)
    row = insert_item(member, checklist, item)
    return told_of_item(checklist.card, row, item_wire(row, checklist.card_id))


def insert_item(member: Member, checklist: Checklist, item: dict[str, Any]) -> ChecklistItem:
    """At its place, or below who has it now; the card is counted anew."""
    check_items(checklist)
    taken = ChecklistItem.objects.filter(checklist=checklist)
    [row] = insert_items(member, checklist, [{**item, "position": free_position(taken, item["position"])}])
    recount(checklist.card)
    return row


def insert_items(member: Member, checklist: Checklist, items: list[dict[str, Any]]) -> list[ChecklistItem]:
    """Who has left meanwhile is not to do them."""
    people = {item["assignee_id"] for item in items}
    rows = Membership.objects.filter(project=member.project, user__in=people)
    here = set(rows.values_list("user_id", flat=True))
    made = [
        ChecklistItem(project=member.project, checklist=checklist, created_at=member.at, **item)
        for item in ({**item, "assignee_id": _here(item, here)} for item in items)
    ]
    if ChecklistItem.objects.filter(pk__in=[row.pk for row in made]).exists():
        raise NotFound
    return ChecklistItem.objects.bulk_create(made)


def _here(item: dict[str, Any], here: set[UUID]) -> UUID | None:
    return item["assignee_id"] if item["assignee_id"] in here else None
