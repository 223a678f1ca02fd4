"""Committed answers in the cache, for 120 s: a repeat is answered without the project's lock.

Only a hint. The log decides; a cache that is away makes a repeat slower, never wrong.
"""

from typing import Any
from uuid import UUID

from django.core.cache import cache

from projects.breaker import Breaker

KEPT_SECONDS = 120


breaker = Breaker("cache")


def recall(actor_id: UUID, event_id: UUID) -> dict[str, Any] | None:
    """{fingerprint, told, event} of a command that was committed lately."""
    if not breaker.open:
        return None
    try:
        return cache.get(_key(actor_id, event_id))
    except Exception as error:
        breaker.trip(error)
        return None


def remember(actor_id: UUID, event_id: UUID, answer: dict[str, Any]) -> None:
    if not breaker.open:
        return
    try:
        cache.set(_key(actor_id, event_id), answer, KEPT_SECONDS)
    except Exception as error:
        breaker.trip(error)


def _key(actor_id: UUID, event_id: UUID) -> str:
    return f"answer:{actor_id}:{event_id}"
