"""Moves by the product's own command path: a burst for all sockets, and what one asks of the database."""

import random
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from accounts.models import User
from boards.models import Card
from projects.dispatch import execute


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


def statements(*, project: str) -> list[list[Any]]:
    """[sql, parameters] of one move; nothing is kept."""
    asked: list[list[Any]] = []

    def note(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append([sql, [str(param) for param in params or ()]])
        return run(sql, params, many, context)

    with transaction.atomic():
        cards = list(Card.objects.filter(project_id=project).order_by("?")[:2])
        actor = User.objects.get(memberships__project_id=project, memberships__role="owner")
        with connection.execute_wrapper(note):
            _move(actor, *cards)
        transaction.set_rollback(True)
    return asked


def _moves(project_id: UUID, count: int) -> list[dict[str, Any]]:
    cards = list(Card.objects.open().filter(project_id=project_id))
    actor = User.objects.get(memberships__project_id=project_id, memberships__role="owner")
    return [_move(actor, *random.sample(cards, 2)) for _ in range(count)]


def _move(actor: User, card: Card, neighbour: Card) -> dict[str, Any]:
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
