"""What takes back the events of many cards: all of them at once, or none."""

from typing import Any
from uuid import UUID

from boards.models import Card
from boards.undo.inverses import whole
from boards.wire.board import listed_cards
from core.wire import instant
from projects.history.undo import as_before, check_same, fields_of, gone, inverse, nothing
from projects.models import Event
from projects.registry import Member

Wire = dict[str, Any]


@inverse("cards.created", by="cards.delete")
def cards_created(member: Member, past: Event) -> Wire:
    """Into the trash, while each still is as it was made."""
    now = _cards(member, past)
    for card in past.payload["cards"]:
        check_same(now.get(card["id"]), {**card, "description": "", "deletedAt": None})
    return _these(past)


@inverse("cards.deleted", by="cards.restore")
@inverse("cards.restored", by="cards.delete")
def cards_went(member: Member, past: Event) -> Wire:
    now = _cards(member, past)
    for card in past.changes["cards"][1]:
        check_same(now.get(card["id"]), {"deletedAt": card["deletedAt"]})
    return _these(past)


def _these(past: Event) -> Wire:
    cards = [{"id": card["id"]} for card in past.payload["cards"]]
    return {"projectId": str(past.project_id), "cards": cards}


@inverse("cards.updated", by="cards.put_back")
def cards_updated(member: Member, past: Event) -> Wire:
    fields, now = fields_of("cards.put_back")["cards"].child.fields, _cards(member, past)
    left = {card["id"]: card for card in past.payload["cards"]}
    cards = []
    for card_id, changes in _by_card(past).items():
        if card_id not in now or now[card_id]["deletedAt"]:
            raise gone()
        before = as_before(whole(changes, left[card_id]), now[card_id], fields)
        cards.append({"id": card_id, **before})
    return {"projectId": str(past.project_id), "cards": cards}


def _by_card(past: Event) -> dict[str, Wire]:
    """{card: {field: [old, new]}}. Raises CannotUndo where nothing was changed."""
    old, new = past.changes.get("cards", ([], []))
    if not old:
        raise nothing()
    return {
        after["id"]: {name: [before[name], after[name]] for name in after if name != "id"}
        for before, after in zip(old, new, strict=True)
    }


def _cards(member: Member, past: Event) -> dict[str, Wire]:
    """In their order then, those that there are."""
    ids = [card["id"] for card in past.payload["cards"]]
    found = Card.objects.filter(project=member.project, pk__in=ids).in_bulk()
    rows = [found[pk] for pk in map(UUID, ids) if pk in found]
    wires = listed_cards(rows, member.project)
    return {
        wire["id"]: {**wire, "deletedAt": instant(row.deleted_at)}
        for wire, row in zip(wires, rows, strict=True)
    }
