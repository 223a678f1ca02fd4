"""Commands behind the checklist forms of a card's page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from boards.models import Card, Checklist, ChecklistItem
from boards.pages.card_dates import moment_of
from core.ids import parse_uuid
from projects.pages.base import run_command


def _add_checklist(request: HttpRequest, card: Card) -> str:
    checklist = run_command(
        request, "checklist.create", cardId=str(card.pk), name=request.POST.get("name", "")
    ).answer
    return f"checklist-{checklist['id']}"


def _act_on_checklist(request: HttpRequest, card: Card) -> str:
    checklist, action = request.POST.get("checklist", ""), request.POST.get("do", "")
    if action == "delete":
        run_command(request, "checklist.delete", id=checklist)
        return "checklists"
    if action in ("up", "down"):
        siblings = Checklist.objects.filter(card=card).order_by("position")
        run_command(
            request, "checklist.move", id=checklist, **_placement_one_step(siblings, checklist, action)
        )
    else:
        run_command(request, "checklist.update", id=checklist, name=request.POST.get("name", ""))
    return f"checklist-{checklist}"


def _add_item(request: HttpRequest, card: Card) -> str:
    checklist = request.POST.get("checklist", "")
    run_command(request, "checklist_item.create", checklistId=checklist, text=request.POST.get("item", ""))
    return f"checklist-{checklist}"


def _act_on_item(request: HttpRequest, card: Card) -> str:
    item, action = request.POST.get("item_id", ""), request.POST.get("do", "")
    if action in ("tick", "untick"):
        run_command(request, "checklist_item.update", id=item, done=action == "tick")
    elif action == "delete":
        run_command(request, "checklist_item.delete", id=item)
        return "checklists"
    elif action == "card":
        run_command(request, "checklist_item.convert", id=item)
        return "checklists"
    elif action in ("up", "down"):
        siblings = ChecklistItem.objects.filter(checklist__items=_parsed_id(item)).order_by("position")
        run_command(request, "checklist_item.move", id=item, **_placement_one_step(siblings, item, action))
    else:
        run_command(request, "checklist_item.update", id=item, **_item_fields(request))
    return f"item-{item}"


def _item_fields(request: HttpRequest) -> dict[str, object]:
    post = request.POST
    assignee = post.get("assignee") or None
    return {"text": post.get("text", ""), "assigneeId": assignee, "dueAt": moment_of(post, "due_at")}


def _placement_one_step(siblings: Any, moved: str, action: str) -> dict[str, object]:
    """Placement one position up or down among its siblings; the first and the last stay where they are."""
    ids = [str(pk) for pk in siblings.values_list("pk", flat=True)]
    index = ids.index(moved) if moved in ids else 0
    others = [other for other in ids if other != moved]
    above = others[: max(0, index + (-1 if action == "up" else 1))]
    return {"after": above[-1] if above else None}


def _parsed_id(text: str) -> Any:
    try:
        return parse_uuid(text)
    except ValueError:
        return None


CHECKLIST_FORMS: dict[str, Callable[[HttpRequest, Card], str]] = {
    "checklist": _add_checklist,
    "checklist-act": _act_on_checklist,
    "item": _add_item,
    "item-act": _act_on_item,
}
