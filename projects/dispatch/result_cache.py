"""Committed answers in Redis, for 120 s: a repeat is answered without the project's lock.

Only a hint. The log decides; a Redis that is away makes a repeat slower, never wrong. Without Redis they are
kept in this process.
"""

import threading
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.core.cache import caches
from redis import ConnectionPool
from redis.exceptions import ConnectionError as RedisConnectionError

from core.circuit_breaker import Breaker
from projects.dispatch.calls import Call, Outcome

KEPT_SECONDS = 120

Kept = dict[str, Any]
"""{fingerprint, told, event} of a command that was committed lately."""

breaker = Breaker("cache")


def recall(commands: Sequence[tuple[UUID, UUID]]) -> list[Kept | None]:
    """For each, by its actor and event id, what was kept of it."""
    if commands and breaker.open:
        try:
            kept = _get([_key(*command) for command in commands])
            return [None if text is None else orjson.loads(text) for text in kept]
        except Exception as error:
            breaker.trip(error)
    return [None] * len(commands)


def remember(done: Iterable[tuple[Call, Outcome]]) -> None:
    """Of those whose sender knows the event id."""
    kept = {
        _key(call.actor_id, call.event_id): orjson.dumps(
            {"fingerprint": call.fingerprint, "told": outcome.again, "event": outcome.event}
        )
        for call, outcome in done
        if call.repeatable and not outcome.replayed
    }
    if kept and breaker.open:
        try:
            _set(kept)
        except Exception as error:
            breaker.trip(error)


def _key(actor_id: UUID, event_id: UUID) -> str:
    return f"kanban:answer:{actor_id}:{event_id}"


def _get(keys: list[str]) -> list[bytes | None]:
    if settings.REDIS_URL:
        [found] = _ask([("MGET", *keys)])
        return found
    kept = caches["default"].get_many(keys)
    return [kept.get(key) for key in keys]


def _set(kept: dict[str, bytes]) -> None:
    if settings.REDIS_URL:
        _ask([("SET", key, text, "EX", KEPT_SECONDS) for key, text in kept.items()])
    else:
        caches["default"].set_many(kept, KEPT_SECONDS)


def _ask(commands: list[tuple[Any, ...]]) -> list[Any]:
    """Twice where the connection was closed while nobody used it."""
    try:
        return LINE.ask(commands)
    except RedisConnectionError:
        LINE.connection.disconnect()
        return LINE.ask(commands)


class Line(threading.local):
    """A connection for each thread, without a client around it, which takes longer than Redis does."""

    @cached_property
    def connection(self) -> Any:
        pool = ConnectionPool.from_url(settings.REDIS_URL, **settings.REDIS_LIMITS, retry=None)
        return pool.make_connection()

    def ask(self, commands: list[tuple[Any, ...]]) -> list[Any]:
        self.connection.send_packed_command(self.connection.pack_commands(commands))
        return [self.connection.read_response() for _ in commands]


LINE = Line()
