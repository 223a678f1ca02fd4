"""Inverses of the events of a single card.

A card in the trash keeps its row and every row that refers to it, and so does a deleted column. Clearing
`deleted_at` is therefore enough to bring it back with all of them.
"""

from typing import TypedDict

from boards.models import Card
from boards.wire.cards import CardWire, card_wire
from core.wire import JsonObject, instant
from projects.events.log import Changes
from projects.history.undo import (
    CommandInput,
    check_unchanged,
    entity_gone,
    first_or_gone,
    input_fields,
    inverse,
    previous_values,
    restore_input,
)
from projects.models import Event
from projects.registry import Member


class DeletableCard(CardWire, TypedDict):
    """The current state of a card, which may be in the trash."""

    deletedAt: str | None


@inverse("card.created", by="card.delete")
def card_created(member: Member, event: Event) -> CommandInput:
    """Move the card to the trash, provided that it is unchanged since its creation."""
    current = current_card(member, event)
    check_unchanged(current, {**event.payload, "deletedAt": None})
    return {"id": current["id"], "version": current["version"]}


@inverse("card.updated", by="card.revert")
def card_updated(member: Member, event: Event) -> CommandInput:
    return restore_input(event, current_card(member, event), "card.revert")


@inverse("card.moved", "card.archived", "card.restored", "card.deleted", by="card.put_back")
def card_placed(member: Member, event: Event) -> CommandInput:
    """Set column, position, archive and trash back to what they were before the event."""
    current = current_card(member, event)
    changes = with_position(event.changes, event.payload)
    return {"id": current["id"], **previous_values(changes, current, input_fields("card.put_back"))}


def with_position(changes: Changes, payload: JsonObject, parent: str = "columnId") -> Changes:
    """Return `changes` with `position` whenever the `parent` (column or checklist) changed.

    Positions in two columns can be equal. A move between them then changes the column alone, so `changes`
    holds no position, yet an undo must restore both.
    """
    same = {"position": [payload["position"]] * 2} if parent in changes else {}
    return {**same, **changes}


def current_card(member: Member, event: Event) -> DeletableCard:
    """The event's card on the wire as it is now, with `deletedAt`.

    Raise CannotUndo for a card in the trash, unless the event is the one that put it there.
    """
    card = first_or_gone(Card.objects.filter(project=member.project, pk=event.payload["id"]))
    if card.deleted_at and "deletedAt" not in event.changes:
        raise entity_gone()
    return {**card_wire(card, member.project), "deletedAt": instant(card.deleted_at)}
