"""Template contexts of checklists."""

from collections import defaultdict
from uuid import UUID

from boards.models import Card, Checklist, ChecklistItem
from core.moments import clamped

BLANK_ITEM: dict[str, object] = {"id": "", "text": "", "done": False, "assignee": None, "due": None}
BLANK_CHECKLIST: dict[str, object] = {"id": "", "name": "", "items": [], "total": 0, "done": 0}


def checklist_contexts(card: Card) -> list[dict[str, object]]:
    """Contexts of a card's checklists with their items, in two queries."""
    items: dict[UUID, list[ChecklistItem]] = defaultdict(list)
    rows = ChecklistItem.objects.filter(checklist__card=card).select_related("assignee")
    for item in rows.order_by("position"):
        item.due = clamped(item.due)
        items[item.checklist_id].append(item)
    lists = Checklist.objects.filter(card=card).order_by("position")
    return [_checklist_context(checklist, items[checklist.pk]) for checklist in lists]


def _checklist_context(checklist: Checklist, items: list[ChecklistItem]) -> dict[str, object]:
    return {
        "id": checklist.pk,
        "name": checklist.name,
        "items": items,
        "total": len(items),
        "done": sum(item.done for item in items),
    }
