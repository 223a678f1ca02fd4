"""Inverses of the events of columns."""

from boards.models import Card, Column
from boards.wire.board import ColumnWire, column_wire
from projects.history.undo import (
    CommandInput,
    check_unchanged,
    first_or_gone,
    inverse,
    nothing_to_undo,
    restore_input,
)
from projects.models import Event
from projects.registry import Member


@inverse("column.created", "column.restored", by="column.delete")
def column_created(member: Member, event: Event) -> CommandInput:
    current = _current_column(member, event)
    check_unchanged(current, event.payload)
    return {"id": current["id"], "version": current["version"]}


@inverse("column.updated", by="column.update")
def column_updated(member: Member, event: Event) -> CommandInput:
    current = _current_column(member, event)
    return {**restore_input(event, current, "column.update"), "version": current["version"]}


@inverse("column.moved", by="column.put_back")
def column_moved(member: Member, event: Event) -> CommandInput:
    return restore_input(event, _current_column(member, event), "column.put_back")


@inverse("column.deleted", by="column.restore")
def column_deleted(member: Member, event: Event) -> CommandInput:
    return {"id": event.payload["id"]}


@inverse("column.sorted", by="column.unsort")
def column_sorted(member: Member, event: Event) -> CommandInput:
    """Return the positions before the sort. Raise CannotUndo if a sorted card has been moved since."""
    old, new = event.changes.get("cards", ([], []))
    if not old:
        raise nothing_to_undo()
    rows = Card.objects.open().filter(column=event.payload["id"], pk__in=[card["id"] for card in new])
    current = {str(pk): position for pk, position in rows.values_list("pk", "position")}
    check_unchanged(current, {card["id"]: card["position"] for card in new})
    return {"id": event.payload["id"], "cards": old}


def _current_column(member: Member, event: Event) -> ColumnWire:
    rows = Column.objects.undeleted().filter(project=member.project, pk=event.payload["id"])
    return column_wire(first_or_gone(rows))
