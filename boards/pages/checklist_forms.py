"""The forms of checklists on a card's page, as commands."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from boards.models import Card, Checklist, ChecklistItem
from boards.pages.card_dates import instant_of
from core.ids import parse_uuid
from projects.pages.base import send


def _add_list(request: HttpRequest, found: Card) -> str:
    told = send(request, "checklist.create", cardId=str(found.pk), name=request.POST.get("name", "")).told
    return f"checklist-{told['id']}"


def _act_on_list(request: HttpRequest, found: Card) -> str:
    checklist, asked = request.POST.get("checklist", ""), request.POST.get("do", "")
    if asked == "delete":
        send(request, "checklist.delete", id=checklist)
        return "checklists"
    if asked in ("up", "down"):
        places = Checklist.objects.filter(card=found).order_by("position")
        send(request, "checklist.move", id=checklist, **_step(places, checklist, asked))
    else:
        send(request, "checklist.update", id=checklist, name=request.POST.get("name", ""))
    return f"checklist-{checklist}"


def _add_item(request: HttpRequest, found: Card) -> str:
    checklist = request.POST.get("checklist", "")
    send(request, "checklist_item.create", checklistId=checklist, text=request.POST.get("item", ""))
    return f"checklist-{checklist}"


def _act_on_item(request: HttpRequest, found: Card) -> str:
    item, asked = request.POST.get("item_id", ""), request.POST.get("do", "")
    if asked in ("tick", "untick"):
        send(request, "checklist_item.update", id=item, done=asked == "tick")
    elif asked == "delete":
        send(request, "checklist_item.delete", id=item)
        return "checklists"
    elif asked == "card":
        send(request, "checklist_item.convert", id=item)
        return "checklists"
    elif asked in ("up", "down"):
        places = ChecklistItem.objects.filter(checklist__items=_own(item)).order_by("position")
        send(request, "checklist_item.move", id=item, **_step(places, item, asked))
    else:
        send(request, "checklist_item.update", id=item, **_words(request))
    return f"item-{item}"


def _words(request: HttpRequest) -> dict[str, Any]:
    post = request.POST
    assignee = post.get("assignee") or None
    return {"text": post.get("text", ""), "assigneeId": assignee, "dueAt": instant_of(post, "due_at")}


def _step(places: Any, which: str, asked: str) -> dict[str, Any]:
    """One place up or down among its neighbours; at the end it stays where it is."""
    ids = [str(pk) for pk in places.values_list("pk", flat=True)]
    at = ids.index(which) if which in ids else 0
    others = [other for other in ids if other != which]
    above = others[: max(0, at + (-1 if asked == "up" else 1))]
    return {"after": above[-1] if above else None}


def _own(item: str) -> Any:
    try:
        return parse_uuid(item)
    except ValueError:
        return None


LIST_FORMS: dict[str, Callable[[HttpRequest, Card], str]] = {
    "checklist": _add_list,
    "checklist-act": _act_on_list,
    "item": _add_item,
    "item-act": _act_on_item,
}
