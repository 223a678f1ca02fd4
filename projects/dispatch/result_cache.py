"""Cache of command results: 120 s in Redis, or in this process where there is none.

A repeated call is answered from here without the project's lock. The cache only makes repeats faster: the log
decides (`idempotency.py`), so while Redis is unavailable a repeat is slower, never wrong.
"""

import threading
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TypedDict
from uuid import UUID

import orjson
from django.conf import settings
from django.core.cache import caches
from redis import ConnectionPool
from redis.connection import ConnectionInterface
from redis.exceptions import ConnectionError as RedisConnectionError

from core.circuit_breaker import CircuitBreaker
from core.wire import JsonObject
from projects.dispatch.calls import CommandCall, Outcome
from projects.events.log import EventWire

CACHE_SECONDS = 120


class CachedResult(TypedDict):
    """The result of a committed command. `answer` is the one for a repeat."""

    fingerprint: str
    answer: JsonObject
    event: EventWire


RedisCommand = tuple[str | bytes | int, ...]
Reply = bytes | list[bytes | None]
"""The reply of Redis: bytes for SET, a list for MGET."""

breaker = CircuitBreaker("cache")


def read_results(keys: Sequence[tuple[UUID, UUID]]) -> list[CachedResult | None]:
    """Return the cached result for each (actor id, event id); None where there is none."""
    if keys and not breaker.is_open:
        try:
            texts = _get([_key(*key) for key in keys])
            return [None if text is None else orjson.loads(text) for text in texts]
        except Exception as error:
            breaker.record_failure(error)
    return [None] * len(keys)


def store_results(results: Iterable[tuple[CommandCall, Outcome]]) -> None:
    """Cache the results of calls that their senders can repeat."""
    entries = {
        _key(call.actor_id, call.event_id): orjson.dumps(_cached_result(call, outcome))
        for call, outcome in results
        if call.repeatable and not outcome.replayed
    }
    if entries and not breaker.is_open:
        try:
            _set(entries)
        except Exception as error:
            breaker.record_failure(error)


def _cached_result(call: CommandCall, outcome: Outcome) -> CachedResult:
    return {"fingerprint": call.fingerprint, "answer": outcome.repeat_answer, "event": outcome.event}


def _key(actor_id: UUID, event_id: UUID) -> str:
    return f"kanban:result:{actor_id}:{event_id}"


def _get(keys: list[str]) -> list[bytes | None]:
    if settings.REDIS_URL:
        [texts] = _send_with_retry([("MGET", *keys)])
        assert isinstance(texts, list)
        return texts
    entries = caches["default"].get_many(keys)
    return [entries.get(key) for key in keys]


def _set(entries: dict[str, bytes]) -> None:
    if settings.REDIS_URL:
        _send_with_retry([("SET", key, text, "EX", CACHE_SECONDS) for key, text in entries.items()])
    else:
        caches["default"].set_many(entries, CACHE_SECONDS)


def _send_with_retry(commands: list[RedisCommand]) -> list[Reply]:
    """Send commands to Redis; retry once, because an idle connection may have been closed."""
    try:
        return REDIS.send(commands)
    except RedisConnectionError:
        REDIS.connection.disconnect()
        return REDIS.send(commands)


class RedisConnection(threading.local):
    """One bare connection per thread. A client around it would take longer than Redis itself does."""

    @cached_property
    def connection(self) -> ConnectionInterface:
        pool = ConnectionPool.from_url(settings.REDIS_URL, **settings.REDIS_LIMITS, retry=None)
        return pool.make_connection()

    def send(self, commands: list[RedisCommand]) -> list[Reply]:
        """Send the commands in one pipeline and return their replies in order."""
        self.connection.send_packed_command(self.connection.pack_commands(commands))
        return [self.connection.read_response() for _ in commands]


REDIS = RedisConnection()
