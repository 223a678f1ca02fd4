"""Events of many cards at once: which of them concern whom, and how many that is in words."""

from collections import defaultdict
from typing import Any

from django.utils.translation import ngettext

from notifications.models import Kind, Notification


def given(changes: dict[str, Any]) -> dict[str, set[str]]:
    """{person: the cards that were given to them}."""
    old, new = changes.get("cards", ([], []))
    people: dict[str, set[str]] = defaultdict(set)
    for before, after in zip(old, new, strict=True):
        for user_id in after.get("assigneeIds", []):
            if user_id not in before["assigneeIds"]:
                people[user_id].add(after["id"])
    return people


def moved(changes: dict[str, Any]) -> set[str]:
    """The cards that went to another column."""
    _old, new = changes.get("cards", ([], []))
    return {card["id"] for card in new if "columnId" in card}


def cards_for(row: Notification, wire: dict[str, Any]) -> list[dict[str, Any]]:
    """What it is about: all of the cards, those that were given to this person, or those that moved."""
    cards: list[dict[str, Any]] = wire["payload"]["cards"]
    if row.kind == Kind.CARD:
        return cards
    given_to, changes = str(row.user_id), wire["changes"]
    meant = given(changes)[given_to] if row.kind == Kind.ASSIGNED else moved(changes)
    return [card for card in cards if card["id"] in meant]


def counted(kind: str, count: int) -> str:
    if kind == Kind.ASSIGNED:
        return ngettext(
            "%(who)s assigned you to %(n)s card in %(project)s",
            "%(who)s assigned you to %(n)s cards in %(project)s",
            count,
        )
    if kind == Kind.MOVED:
        return ngettext(
            "%(who)s moved %(n)s card in %(project)s, which you watch",
            "%(who)s moved %(n)s cards in %(project)s, among them what you watch",
            count,
        )
    return ngettext(
        "%(who)s added %(n)s card in %(project)s", "%(who)s added %(n)s cards in %(project)s", count
    )
