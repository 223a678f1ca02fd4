"""Bulk events: the cards of one that concern a person, and texts with a number of cards."""

from collections import defaultdict

from django.utils.translation import ngettext

from core.wire import JsonObject
from notifications.models import Kind, Notification
from projects.events.log import Changes, EventWire


def assigned_cards(changes: Changes) -> dict[str, set[str]]:
    """Return the ids of the cards that were assigned to each person: {user id: card ids}."""
    old, new = changes.get("cards", ([], []))
    people: dict[str, set[str]] = defaultdict(set)
    for before, after in zip(old, new, strict=True):
        for user_id in after.get("assigneeIds", []):
            if user_id not in before["assigneeIds"]:
                people[user_id].add(after["id"])
    return people


def moved_cards(changes: Changes) -> set[str]:
    """Return the ids of the cards that moved to another column."""
    _old, new = changes.get("cards", ([], []))
    return {card["id"] for card in new if "columnId" in card}


def relevant_cards(row: Notification, wire: EventWire) -> list[JsonObject]:
    """Return the cards that a notification is about: all, those assigned to its user, or those that moved."""
    cards: list[JsonObject] = wire["payload"]["cards"]
    if row.kind == Kind.CARD:
        return cards
    user_id, changes = str(row.user_id), wire["changes"]
    ids = assigned_cards(changes)[user_id] if row.kind == Kind.ASSIGNED else moved_cards(changes)
    return [card for card in cards if card["id"] in ids]


def counted_text(kind: str, count: int) -> str:
    if kind == Kind.ASSIGNED:
        return ngettext(
            "%(who)s assigned you to %(n)s card in %(project)s",
            "%(who)s assigned you to %(n)s cards in %(project)s",
            count,
        )
    if kind == Kind.MOVED:
        return ngettext(
            "%(who)s moved %(n)s card in %(project)s, including cards you watch",
            "%(who)s moved %(n)s cards in %(project)s, including cards you watch",
            count,
        )
    return ngettext(
        "%(who)s added %(n)s card in %(project)s", "%(who)s added %(n)s cards in %(project)s", count
    )
