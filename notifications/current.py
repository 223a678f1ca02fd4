"""Puts the current words and titles of what notifications are about into their events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from boards.models import Card, ChecklistItem, Comment
from chat.models import Message, MessageFile
from core.ids import uuid_or_none
from core.wire import JsonObject
from projects.events.log import EventWire

ARCHIVED, DELETED = "archived", "deleted"


def with_current_words(wires: list[EventWire]) -> list[EventWire]:
    """Return the events with current texts and titles in their payloads, by one query for each kind of thing.

    A card gets a `state`, ARCHIVED or DELETED, unless it is on the board; a deleted item gets `gone`.
    What is not found keeps the words of its event.
    """
    current = _current_things(wires)
    return [{**wire, "payload": _renewed(wire["payload"], current)} for wire in wires]


def _renewed(payload: Any, current: dict[str, JsonObject]) -> Any:
    """Return the payload with the current facts of its entity, and of the cards in it."""
    if not isinstance(payload, dict):
        return payload
    renewed = {**payload, **current.get(str(payload.get("id")), {})}
    if "card" in payload:
        renewed["card"] = _renewed(payload["card"], current)
    if isinstance(payload.get("cards"), list):
        renewed["cards"] = [_renewed(card, current) for card in payload["cards"]]
    return renewed


def _current_things(wires: list[EventWire]) -> dict[str, JsonObject]:
    ids: dict[str, set[UUID]] = defaultdict(set)
    for wire in wires:
        for kind, pk in _things_in(wire):
            if found := uuid_or_none(pk):
                ids[kind].add(found)
    facts: dict[str, JsonObject] = {}
    for kind, read in READERS.items():
        if ids[kind]:
            facts |= {str(pk): each for pk, each in read(ids[kind])}
    return facts


def _things_in(wire: EventWire) -> Iterator[tuple[str, object]]:
    """Yield the kind and id of each thing that the text of a notification may name."""
    payload = wire["payload"]
    if not isinstance(payload, dict):
        return
    for prefix, kind in KINDS.items():
        if wire["type"].startswith(prefix):
            yield kind, payload.get("id")
    cards = payload.get("cards")
    for card in [payload.get("card"), *(cards if isinstance(cards, list) else [])]:
        if isinstance(card, dict):
            yield "card", card.get("id")


def _cards(ids: set[UUID]) -> Iterable[tuple[UUID, JsonObject]]:
    rows = Card.objects.filter(pk__in=ids).values_list(
        "pk", "title", "number", "project__key", "archived_at", "deleted_at"
    )
    for pk, title, number, key, archived_at, deleted_at in rows:
        state = DELETED if deleted_at else ARCHIVED if archived_at else ""
        yield pk, {"title": title, "key": f"{key}-{number}", "state": state}


def _messages(ids: set[UUID]) -> Iterable[tuple[UUID, JsonObject]]:
    files: dict[UUID, list[JsonObject]] = defaultdict(list)
    attached = MessageFile.objects.filter(message__in=ids).order_by("id")
    for message_id, name in attached.values_list("message_id", "file__name"):
        files[message_id].append({"name": name})
    for pk, text in Message.objects.filter(pk__in=ids).values_list("pk", "text"):
        yield pk, {"text": text, "files": files[pk]}


def _comments(ids: set[UUID]) -> Iterable[tuple[UUID, JsonObject]]:
    for pk, text in Comment.objects.filter(pk__in=ids).values_list("pk", "text"):
        yield pk, {"text": text}


def _items(ids: set[UUID]) -> Iterable[tuple[UUID, JsonObject]]:
    found = dict(ChecklistItem.objects.filter(pk__in=ids).values_list("pk", "text"))
    for pk in ids:
        yield pk, {"text": found[pk]} if pk in found else {"gone": True}


READERS = {"card": _cards, "message": _messages, "comment": _comments, "item": _items}

KINDS = {
    "card.": "card",
    "checklist_item.converted": "card",
    "chat.message.": "message",
    "comment.": "comment",
    "checklist_item.created": "item",
    "checklist_item.updated": "item",
}
"""Beginning of the type of an event → what its payload is."""
