"""The one form of checklists and their items on the wire, and how many a card has."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from boards.models import Card, Checklist, ChecklistItem
from core.wire import camelize


def checklist_wire(checklist: Checklist) -> dict[str, Any]:
    return checklists_wire([checklist])[0]


def checklists_wire(checklists: list[Checklist]) -> list[dict[str, Any]]:
    """Each with its items, in order."""
    items: dict[UUID, list[ChecklistItem]] = defaultdict(list)
    for item in ChecklistItem.objects.filter(checklist__in=checklists).order_by("position"):
        items[item.checklist_id].append(item)
    return [
        camelize(
            {
                "id": checklist.pk,
                "project_id": checklist.project_id,
                "card_id": checklist.card_id,
                "name": checklist.name,
                "position": checklist.position,
                "items": [item_wire(item, checklist.card_id) for item in items[checklist.pk]],
            }
        )
        for checklist in checklists
    ]


def item_wire(item: ChecklistItem, card_id: UUID) -> dict[str, Any]:
    return camelize(
        {
            "id": item.pk,
            "project_id": item.project_id,
            "card_id": card_id,
            "checklist_id": item.checklist_id,
            "text": item.text,
            "position": item.position,
            "done": item.done,
            "assignee_id": item.assignee_id,
            "due_at": item.due_at,
        }
    )


def recount(card: Card) -> None:
    """Puts the counts of its items on the card, so that a board of thousands counts nothing."""
    items = ChecklistItem.objects.filter(checklist__card=card)
    counted = items.aggregate(total=Count("pk"), done=Count("pk", filter=Q(done=True)))
    card.checklist_total, card.checklist_done = counted["total"], counted["done"]
    card.save(update_fields=["checklist_total", "checklist_done"])
