"""Serialization of checklists and their items."""

from collections import defaultdict
from typing import TypedDict
from uuid import UUID

from boards.models import Checklist, ChecklistItem
from boards.wire.card_summary import CardCounts, CardSummary
from boards.wire.cards import CardWire
from core.moments import moment_text


class ChecklistItemWire(TypedDict):
    id: str
    projectId: str
    cardId: str
    checklistId: str
    text: str
    position: str
    done: bool
    assigneeId: str | None
    dueAt: str | None


class ChecklistWire(TypedDict):
    id: str
    projectId: str
    cardId: str
    name: str
    position: str
    items: list[ChecklistItemWire]


class ChecklistOnCard(ChecklistWire, CardSummary):
    """A checklist in the payload of its events."""


class ChecklistItemOnCard(ChecklistItemWire, CardSummary):
    """An item in the payload of its events."""


class ConvertedCardWire(CardWire):
    """The card made of an item, with the deleted `item` and a summary of the `card` that the item was on."""

    item: ChecklistItemWire
    card: CardCounts


def checklist_wire(checklist: Checklist) -> ChecklistWire:
    return checklists_wire([checklist])[0]


def checklists_wire(checklists: list[Checklist]) -> list[ChecklistWire]:
    """Serialize each checklist with its items by position, with one query for all items."""
    items: dict[UUID, list[ChecklistItem]] = defaultdict(list)
    for item in ChecklistItem.objects.filter(checklist__in=checklists).order_by("position"):
        items[item.checklist_id].append(item)
    return [
        {
            "id": str(checklist.pk),
            "projectId": str(checklist.project_id),
            "cardId": str(checklist.card_id),
            "name": checklist.name,
            "position": checklist.position,
            "items": [item_wire(item, checklist.card_id) for item in items[checklist.pk]],
        }
        for checklist in checklists
    ]


def item_wire(item: ChecklistItem, card_id: UUID) -> ChecklistItemWire:
    return {
        "id": str(item.pk),
        "projectId": str(item.project_id),
        "cardId": str(card_id),
        "checklistId": str(item.checklist_id),
        "text": item.text,
        "position": item.position,
        "done": item.done,
        "assigneeId": str(item.assignee_id) if item.assignee_id else None,
        "dueAt": moment_text(item.due),
    }
