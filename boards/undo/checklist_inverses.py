"""What takes back the events of checklists and items. A deleted one has no row: the event tells it whole."""

from typing import Any

from boards.models import Checklist, ChecklistItem
from boards.undo.inverses import card_now, whole
from boards.wire.checklists import checklist_wire, item_wire
from projects.errors import CannotUndo
from projects.history.undo import as_before, check_same, fields_of, found, inverse, put_back
from projects.models import Event
from projects.registry import Member

Wire = dict[str, Any]

CHECKLIST = ("id", "cardId", "name", "position")
ITEM = ("id", "text", "position", "done", "assigneeId", "dueAt")
FACTS = ("number", "card")

# ── Checklists ────────────────────────────────────────────────────────────────────────────────────


@inverse("checklist.created", by="checklist.delete")
def checklist_created(member: Member, past: Event) -> Wire:
    """While it still is as it was made."""
    now = _checklist(member, past)
    check_same(now, _without_facts(past.payload))
    return {"id": now["id"]}


@inverse("checklist.updated", by="checklist.update")
def checklist_updated(member: Member, past: Event) -> Wire:
    return put_back(past, _checklist(member, past), "checklist.update")


@inverse("checklist.moved", by="checklist.put_back")
def checklist_moved(member: Member, past: Event) -> Wire:
    return put_back(past, _checklist(member, past), "checklist.put_back")


@inverse("checklist.deleted", by="checklist.restore")
def checklist_deleted(member: Member, past: Event) -> Wire:
    if Checklist.objects.filter(pk=past.payload["id"]).exists():
        raise CannotUndo
    items = [_some(item, ITEM) for item in past.payload["items"]]
    return {"projectId": str(past.project_id), **_some(past.payload, CHECKLIST), "items": items}


def _checklist(member: Member, past: Event) -> Wire:
    rows = Checklist.objects.filter(project=member.project, pk=past.payload["id"], card__deleted_at=None)
    return checklist_wire(found(rows))


# ── Items ─────────────────────────────────────────────────────────────────────────────────────────


@inverse("checklist_item.created", by="checklist_item.delete")
def item_created(member: Member, past: Event) -> Wire:
    now = _item(member, past.payload["id"])
    check_same(now, _without_facts(past.payload))
    return {"id": now["id"]}


@inverse("checklist_item.updated", by="checklist_item.update")
def item_updated(member: Member, past: Event) -> Wire:
    return put_back(past, _item(member, past.payload["id"]), "checklist_item.update")


@inverse("checklist_item.moved", by="checklist_item.put_back")
def item_moved(member: Member, past: Event) -> Wire:
    now, changes = _item(member, past.payload["id"]), whole(past.changes, past.payload, "checklistId")
    return {"id": now["id"], **as_before(changes, now, fields_of("checklist_item.put_back"))}


@inverse("checklist_item.deleted", by="checklist_item.restore")
def item_deleted(member: Member, past: Event) -> Wire:
    return _item_back(member, past, past.payload)


# ── Items that became cards ───────────────────────────────────────────────────────────────────────


@inverse("checklist_item.converted", by="checklist_item.unconvert")
def item_converted(member: Member, past: Event) -> Wire:
    """While the card still is as it was made."""
    card = card_now(member, past)
    check_same(card, {**_without_facts(past.payload, "item"), "deletedAt": None})
    return {"cardId": card["id"], **_item_back(member, past, past.payload["item"])}


@inverse("checklist_item.unconverted", by="checklist_item.reconvert")
def item_unconverted(member: Member, past: Event) -> Wire:
    now, card = _item(member, past.payload["item"]["id"]), card_now(member, past)
    check_same(now, past.payload["item"])
    check_same(card, {"deletedAt": past.changes["deletedAt"][1]})
    return {"id": now["id"], "cardId": card["id"]}


def _item(member: Member, item_id: str) -> Wire:
    rows = ChecklistItem.objects.filter(project=member.project, pk=item_id, checklist__card__deleted_at=None)
    item = found(rows.select_related("checklist"))
    return item_wire(item, item.checklist.card_id)


def _item_back(member: Member, past: Event, item: Wire) -> Wire:
    if ChecklistItem.objects.filter(pk=item["id"]).exists():
        raise CannotUndo
    kept = {"checklistId": item["checklistId"], "item": _some(item, ITEM)}
    return {"projectId": str(past.project_id), **kept}


def _some(wire: Wire, names: tuple[str, ...]) -> Wire:
    return {name: wire[name] for name in names}


def _without_facts(wire: Wire, *besides: str) -> Wire:
    """The entity alone, without what the event tells of its card. A card's own number never changes."""
    return {name: value for name, value in wire.items() if name not in (*FACTS, *besides)}
