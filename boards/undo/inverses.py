"""What takes back the events of this app.

A card in the trash keeps its row and all that hangs on it, in whichever table; so does a deleted column.
That it comes back with all of it takes no more than saying that it is not deleted.
"""

from typing import Any

from django.utils.translation import gettext as _

from boards.models import Card, CardLabel, Column, Label
from boards.wire.board import card_wire, column_wire, label_wire
from core.wire import instant
from projects.errors import CannotUndo
from projects.history.undo import as_before, check_same, fields_of, found, gone, inverse, nothing, put_back
from projects.models import Event
from projects.registry import Member

Wire = dict[str, Any]

# ── Cards ─────────────────────────────────────────────────────────────────────────────────────────


@inverse("card.created", by="card.delete")
def card_created(member: Member, past: Event) -> Wire:
    """Into the trash, while it still is as it was made."""
    now = card_now(member, past)
    check_same(now, {**past.payload, "deletedAt": None})
    return {"id": now["id"], "version": now["version"]}


@inverse("card.updated", by="card.revert")
def card_updated(member: Member, past: Event) -> Wire:
    return put_back(past, card_now(member, past), "card.revert")


@inverse("card.moved", "card.archived", "card.restored", "card.deleted", by="card.put_back")
def card_went(member: Member, past: Event) -> Wire:
    now = card_now(member, past)
    return {"id": now["id"], **as_before(whole(past.changes, past.payload), now, fields_of("card.put_back"))}


def whole(changes: Wire, left: Wire, parent: str = "columnId") -> Wire:
    """A place in one column may have the same name as one in the other: then `changes` does not tell it."""
    same = {"position": [left["position"]] * 2} if parent in changes else {}
    return {**same, **changes}


def card_now(member: Member, past: Event) -> Wire:
    """In the trash it is gone for whoever did not put it there."""
    card = found(Card.objects.filter(project=member.project, pk=past.payload["id"]))
    if card.deleted_at and "deletedAt" not in past.changes:
        raise gone()
    return {**card_wire(card, member.project), "deletedAt": instant(card.deleted_at)}


# ── Columns ───────────────────────────────────────────────────────────────────────────────────────


@inverse("column.created", "column.restored", by="column.delete")
def column_came(member: Member, past: Event) -> Wire:
    now = _column(member, past)
    check_same(now, past.payload)
    return {"id": now["id"], "version": now["version"]}


@inverse("column.updated", by="column.update")
def column_updated(member: Member, past: Event) -> Wire:
    now = _column(member, past)
    return {**put_back(past, now, "column.update"), "version": now["version"]}


@inverse("column.moved", by="column.put_back")
def column_moved(member: Member, past: Event) -> Wire:
    return put_back(past, _column(member, past), "column.put_back")


@inverse("column.deleted", by="column.restore")
def column_deleted(member: Member, past: Event) -> Wire:
    return {"id": past.payload["id"]}


@inverse("column.sorted", by="column.unsort")
def column_sorted(member: Member, past: Event) -> Wire:
    """While each card of it stands where it was sorted to."""
    old, new = past.changes.get("cards", ([], []))
    if not old:
        raise nothing()
    rows = Card.objects.open().filter(column=past.payload["id"], pk__in=[card["id"] for card in new])
    now = {str(pk): position for pk, position in rows.values_list("pk", "position")}
    check_same(now, {card["id"]: card["position"] for card in new})
    return {"id": past.payload["id"], "cards": old}


def _column(member: Member, past: Event) -> Wire:
    return column_wire(found(Column.objects.standing().filter(project=member.project, pk=past.payload["id"])))


# ── Labels ────────────────────────────────────────────────────────────────────────────────────────


@inverse("label.created", by="label.delete")
def label_created(member: Member, past: Event) -> Wire:
    now = _label(member, past)
    check_same(now, past.payload)
    if CardLabel.objects.filter(label=now["id"], card__deleted_at=None).exists():
        raise CannotUndo(_("There are cards with this label by now."))
    return {"id": now["id"]}


@inverse("label.updated", by="label.update")
def label_updated(member: Member, past: Event) -> Wire:
    return put_back(past, _label(member, past), "label.update")


@inverse("label.deleted", by="label.restore")
def label_deleted(member: Member, past: Event) -> Wire:
    """What the log of an earlier version does not tell of places: at the front."""
    if Label.objects.filter(pk=past.payload["id"]).exists():
        raise CannotUndo
    cards, _none = past.changes.get("cardIds", ([], []))
    places, _none = past.changes.get("places", ([0] * len(cards), []))
    label = {key: past.payload[key] for key in ("id", "projectId", "name", "color")}
    return {**label, "cardIds": cards, "places": places}


@inverse("label.restored", by="label.delete")
def label_restored(member: Member, past: Event) -> Wire:
    now = _label(member, past)
    check_same(now, past.payload)
    return {"id": now["id"]}


def _label(member: Member, past: Event) -> Wire:
    return label_wire(found(Label.objects.filter(project=member.project, pk=past.payload["id"])))
