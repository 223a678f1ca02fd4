"""Moves by the product's own command path, many of them at once."""

import random
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from boards.models import Card
from projects.dispatch.execute import execute


def burst(*, project: str, count: int) -> list[dict[str, Any]]:
    """`count` moves in one transaction: at its commit all their events are published at once."""
    with transaction.atomic():
        return _moves(UUID(project), count)


def sample(*, project: str, count: int) -> list[dict[str, Any]]:
    """The events that such a burst would have, for the peers; nothing is kept."""
    with transaction.atomic():
        events = _moves(UUID(project), count)
        transaction.set_rollback(True)
    return events


def _moves(project_id: UUID, count: int) -> list[dict[str, Any]]:
    """The first half of the cards moves, below those of the second half, as in bench.world."""
    cards = list(Card.objects.open().filter(project_id=project_id).order_by("number"))
    movers, stay = cards[: len(cards) // 2], cards[len(cards) // 2 :]
    actor = User.objects.get(memberships__project_id=project_id, memberships__role="owner")
    return [move(actor, random.choice(movers), random.choice(stay)) for _ in range(count)]


def move(actor: User, card: Card, neighbour: Card) -> dict[str, Any]:
    """`card` to directly below `neighbour`, both of which are changed accordingly."""
    asked = {
        "id": str(card.pk),
        "columnId": str(neighbour.column_id),
        "after": str(neighbour.pk),
        "version": card.version,
    }
    outcome = execute(actor, "card.move", asked)
    card.version, card.column_id = outcome.told["version"], neighbour.column_id
    return outcome.event
