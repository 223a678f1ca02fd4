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


def cards_for(row: Notification, wire: dict[str, Any]) -> list[dict[str, Any]]:
    """What the notification is about: all of the cards, or those that were given to this person."""
    cards: list[dict[str, Any]] = wire["payload"]["cards"]
    if row.kind != Kind.ASSIGNED:
        return cards
    mine = given(wire["changes"])[str(row.user_id)]
    return [card for card in cards if card["id"] in mine]


def counted(kind: str, count: int) -> str:
    if kind == Kind.ASSIGNED:
        return ngettext(
            "%(who)s assigned you to %(n)s card in %(project)s",
            "%(who)s assigned you to %(n)s cards in %(project)s",
            count,
        )
    return ngettext(
        "%(who)s added %(n)s card in %(project)s", "%(who)s added %(n)s cards in %(project)s", count
    )
