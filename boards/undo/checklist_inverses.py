"""Inverses of the events of checklists and their items.

A deleted checklist or item has no row; the event of its deletion holds all of it.
"""

from boards.models import Checklist, ChecklistItem
from boards.undo.card_inverses import current_card, with_position
from boards.wire.checklists import ChecklistItemWire, ChecklistWire, checklist_wire, item_wire
from core.wire import JsonObject
from projects.errors import CannotUndo
from projects.history.undo import (
    CommandInput,
    check_unchanged,
    first_or_gone,
    input_fields,
    inverse,
    previous_values,
    restore_input,
)
from projects.models import Event
from projects.registry import Member

CHECKLIST_FIELDS = ("id", "cardId", "name", "position")
ITEM_FIELDS = ("id", "text", "position", "done", "assigneeId", "dueAt")
SUMMARY_FIELDS = ("number", "card")
"""What the events add about the card: see `card_summary`."""

# ── Checklists ────────────────────────────────────────────────────────────────────────────────────


@inverse("checklist.created", by="checklist.delete")
def checklist_created(member: Member, event: Event) -> CommandInput:
    """Delete the checklist, provided that it is unchanged since its creation."""
    current = _current_checklist(member, event)
    check_unchanged(current, _without_summary(event.payload))
    return {"id": current["id"]}


@inverse("checklist.updated", by="checklist.update")
def checklist_updated(member: Member, event: Event) -> CommandInput:
    return restore_input(event, _current_checklist(member, event), "checklist.update")


@inverse("checklist.moved", by="checklist.put_back")
def checklist_moved(member: Member, event: Event) -> CommandInput:
    return restore_input(event, _current_checklist(member, event), "checklist.put_back")


@inverse("checklist.deleted", by="checklist.restore")
def checklist_deleted(member: Member, event: Event) -> CommandInput:
    if Checklist.objects.filter(pk=event.payload["id"]).exists():
        raise CannotUndo
    items = [_pick(item, ITEM_FIELDS) for item in event.payload["items"]]
    return {"projectId": str(event.project_id), **_pick(event.payload, CHECKLIST_FIELDS), "items": items}


def _current_checklist(member: Member, event: Event) -> ChecklistWire:
    rows = Checklist.objects.filter(project=member.project, pk=event.payload["id"], card__deleted_at=None)
    return checklist_wire(first_or_gone(rows))


# ── Items ─────────────────────────────────────────────────────────────────────────────────────────


@inverse("checklist_item.created", by="checklist_item.delete")
def item_created(member: Member, event: Event) -> CommandInput:
    current = _current_item(member, event.payload["id"])
    check_unchanged(current, _without_summary(event.payload))
    return {"id": current["id"]}


@inverse("checklist_item.updated", by="checklist_item.update")
def item_updated(member: Member, event: Event) -> CommandInput:
    return restore_input(event, _current_item(member, event.payload["id"]), "checklist_item.update")


@inverse("checklist_item.moved", by="checklist_item.put_back")
def item_moved(member: Member, event: Event) -> CommandInput:
    current = _current_item(member, event.payload["id"])
    changes = with_position(event.changes, event.payload, "checklistId")
    return {"id": current["id"], **previous_values(changes, current, input_fields("checklist_item.put_back"))}


@inverse("checklist_item.deleted", by="checklist_item.restore")
def item_deleted(member: Member, event: Event) -> CommandInput:
    return _restore_input(event, event.payload)


# ── Items converted into cards ────────────────────────────────────────────────────────────────────


@inverse("checklist_item.converted", by="checklist_item.unconvert")
def item_converted(member: Member, event: Event) -> CommandInput:
    """Turn the card back into the item, provided that the card is unchanged since its creation."""
    card = current_card(member, event)
    check_unchanged(card, {**_without_summary(event.payload, "item"), "deletedAt": None})
    return {"cardId": card["id"], **_restore_input(event, event.payload["item"])}


@inverse("checklist_item.unconverted", by="checklist_item.reconvert")
def item_unconverted(member: Member, event: Event) -> CommandInput:
    current, card = _current_item(member, event.payload["item"]["id"]), current_card(member, event)
    check_unchanged(current, event.payload["item"])
    check_unchanged(card, {"deletedAt": event.changes["deletedAt"][1]})
    return {"id": current["id"], "cardId": card["id"]}


def _current_item(member: Member, item_id: str) -> ChecklistItemWire:
    rows = ChecklistItem.objects.filter(project=member.project, pk=item_id, checklist__card__deleted_at=None)
    item = first_or_gone(rows.select_related("checklist"))
    return item_wire(item, item.checklist.card_id)


def _restore_input(event: Event, item: JsonObject) -> CommandInput:
    """Input that creates `item` again. Raise CannotUndo if the item exists."""
    if ChecklistItem.objects.filter(pk=item["id"]).exists():
        raise CannotUndo
    fields = {"checklistId": item["checklistId"], "item": _pick(item, ITEM_FIELDS)}
    return {"projectId": str(event.project_id), **fields}


def _pick(wire: JsonObject, names: tuple[str, ...]) -> CommandInput:
    return {name: wire[name] for name in names}


def _without_summary(wire: JsonObject, *others: str) -> JsonObject:
    """Return `wire` without SUMMARY_FIELDS and `others`: the fields of the entity itself.

    Leaving out a card's own `number` is harmless, because it never changes.
    """
    return {name: value for name, value in wire.items() if name not in (*SUMMARY_FIELDS, *others)}
