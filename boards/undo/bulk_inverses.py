"""Inverses of bulk changes: all cards of the event are set back, or none."""

from uuid import UUID

from boards.models import Card
from boards.undo.card_inverses import DeletableCard, with_position
from boards.wire.cards import cards_wire
from core.wire import instant
from projects.events.log import Changes
from projects.history.undo import (
    CommandInput,
    check_unchanged,
    entity_gone,
    input_fields,
    inverse,
    nothing_to_undo,
    previous_values,
)
from projects.models import Event
from projects.registry import Member


@inverse("cards.created", by="cards.delete")
def cards_created(member: Member, event: Event) -> CommandInput:
    """Move the cards to the trash, provided that each is unchanged since its creation."""
    current = _current_cards(member, event)
    for card in event.payload["cards"]:
        check_unchanged(current.get(card["id"]), {**card, "description": "", "deletedAt": None})
    return _card_ids(event)


@inverse("cards.deleted", by="cards.restore")
@inverse("cards.restored", by="cards.delete")
def cards_deleted(member: Member, event: Event) -> CommandInput:
    current = _current_cards(member, event)
    for card in event.changes["cards"][1]:
        check_unchanged(current.get(card["id"]), {"deletedAt": card["deletedAt"]})
    return _card_ids(event)


def _card_ids(event: Event) -> CommandInput:
    cards = [{"id": card["id"]} for card in event.payload["cards"]]
    return {"projectId": str(event.project_id), "cards": cards}


@inverse("cards.updated", by="cards.put_back")
def cards_updated(member: Member, event: Event) -> CommandInput:
    fields, current = input_fields("cards.put_back")["cards"].child.fields, _current_cards(member, event)
    payloads = {card["id"]: card for card in event.payload["cards"]}
    cards = []
    for card_id, changes in _changes_by_card(event).items():
        if card_id not in current or current[card_id]["deletedAt"]:
            raise entity_gone()
        before = previous_values(with_position(changes, payloads[card_id]), current[card_id], fields)
        cards.append({"id": card_id, **before})
    return {"projectId": str(event.project_id), "cards": cards}


def _changes_by_card(event: Event) -> dict[str, Changes]:
    """Return {card id: {field: [old, new]}}. Raise CannotUndo if the event changed nothing."""
    old, new = event.changes.get("cards", ([], []))
    if not old:
        raise nothing_to_undo()
    return {
        after["id"]: {name: [before[name], after[name]] for name in after if name != "id"}
        for before, after in zip(old, new, strict=True)
    }


def _current_cards(member: Member, event: Event) -> dict[str, DeletableCard]:
    """{card id: card on the wire, with `deletedAt`} for the cards that still exist, in the event's order."""
    ids = [card["id"] for card in event.payload["cards"]]
    found = Card.objects.filter(project=member.project, pk__in=ids).in_bulk()
    rows = [found[pk] for pk in map(UUID, ids) if pk in found]
    wires = cards_wire(rows, member.project)
    return {
        wire["id"]: {**wire, "deletedAt": instant(row.deleted_at)}
        for wire, row in zip(wires, rows, strict=True)
    }
