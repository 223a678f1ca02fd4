"""Many moves through the product's own command path."""

import random
from uuid import UUID

from django.db import transaction

from accounts.models import User
from boards.models import Card
from projects.dispatch.execute import execute
from projects.events.log import EventWire


def burst(*, project: str, count: int) -> list[EventWire]:
    """Make `count` moves in one transaction: all their events are published at its commit."""
    with transaction.atomic():
        return _moves(UUID(project), count)


def sample(*, project: str, count: int) -> list[EventWire]:
    """Return the events of such a burst, for the peers, and roll everything back."""
    with transaction.atomic():
        events = _moves(UUID(project), count)
        transaction.set_rollback(True)
    return events


def _moves(project_id: UUID, count: int) -> list[EventWire]:
    """Move cards of the first half below random ones of the second half, as bench/world.py does."""
    cards = list(Card.objects.open().filter(project_id=project_id).order_by("number"))
    movers, stay = cards[: len(cards) // 2], cards[len(cards) // 2 :]
    actor = User.objects.get(memberships__project_id=project_id, memberships__role="owner")
    return [move(actor, random.choice(movers), random.choice(stay)) for _ in range(count)]


def move(actor: User, card: Card, neighbour: Card) -> EventWire:
    """Move `card` directly below `neighbour`, update `card`, and return the event."""
    target = {
        "id": str(card.pk),
        "columnId": str(neighbour.column_id),
        "after": str(neighbour.pk),
        "version": card.version,
    }
    outcome = execute(actor, "card.move", target)
    card.version, card.column_id = outcome.answer["version"], neighbour.column_id
    return outcome.event
