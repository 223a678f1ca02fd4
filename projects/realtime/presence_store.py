"""Presence over all processes: in Redis with a heartbeat, or without Redis in this process alone.

The entries of a process that dies disappear within STALE_SECONDS. Presence is never logged.
"""

import asyncio
import time
from collections.abc import Mapping
from typing import TypedDict
from uuid import UUID

import orjson
from django.conf import settings
from redis import asyncio as aioredis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from core.circuit_breaker import CircuitBreaker
from projects.realtime.frames import signal

BEAT_SECONDS = 15.0
STALE_SECONDS = 40.0
KEY_SECONDS = 24 * 3600
REDIS_ERRORS = (RedisError, OSError, TimeoutError)
NO_RETRY = Retry(NoBackoff(), 0)

LocalUsers = Mapping[UUID, set[str]]
"""Project → ids of the users who have a socket of this process in its room."""

_clients: dict[asyncio.AbstractEventLoop, aioredis.Redis] = {}

breaker = CircuitBreaker("presence")


class PresentUser(TypedDict):
    userId: str


def presence_signal(project_id: UUID, users: bytes) -> str:
    """Return the signal that tells sockets the project's presence; `users` is JSON."""
    return signal("presence.changed", {"users": orjson.Fragment(users)}, project_id=project_id)


async def share_presence(process: str, local: LocalUsers) -> dict[UUID, bytes]:
    """Publish this process's users and read everyone's. Returns [{userId}] per project, sorted, as JSON.

    If Redis is away, only the users of this process are returned.
    """
    others = await _read_others(process, local)
    return {project_id: _encode(others.get(project_id, set()) | users) for project_id, users in local.items()}


def _encode(users: set[str]) -> bytes:
    present: list[PresentUser] = [{"userId": user} for user in sorted(users)]
    return orjson.dumps(present)


async def close_client() -> None:
    """Close this loop's Redis client when the server stops. The entries of this process become stale."""
    client = _clients.pop(asyncio.get_running_loop(), None)
    if client is not None:
        await client.aclose()


async def _read_others(process: str, local: LocalUsers) -> dict[UUID, set[str]]:
    if not local or not settings.REDIS_URL or breaker.is_open:
        return {}
    try:
        return await _exchange(_client(), process, local)
    except REDIS_ERRORS as error:
        breaker.record_failure(error)
        return {}


async def _exchange(client: aioredis.Redis, process: str, local: LocalUsers) -> dict[UUID, set[str]]:
    """Write and read the entries of all projects in one round trip."""
    now = time.time()
    async with client.pipeline(transaction=False) as pipe:
        for project_id, users in local.items():
            key = _key(project_id)
            pipe.hset(key, process, f"{now:.0f}|{','.join(users)}")
            pipe.expire(key, KEY_SECONDS)
            pipe.hgetall(key)
        hashes = (await pipe.execute())[2::3]
    found: dict[UUID, set[str]] = {}
    for project_id, entries in zip(local, hashes, strict=True):
        entries.pop(process.encode(), None)
        found[project_id] = await _fresh_users(client, _key(project_id), entries, now)
    return found


async def _fresh_users(
    client: aioredis.Redis, key: str, entries: Mapping[bytes, bytes], now: float
) -> set[str]:
    """Return the users of the entries {process: "time|ids"} that are not stale; delete the stale ones."""
    users: set[str] = set()
    stale = []
    for process, entry in entries.items():
        beat_at, _, ids = entry.decode().partition("|")
        if now - float(beat_at) > STALE_SECONDS:
            stale.append(process)
        else:
            users.update(each for each in ids.split(",") if each)
    if stale:
        await client.hdel(key, *stale)
    return users


def _key(project_id: UUID) -> str:
    return f"kanban:presence:{project_id}"


def _client() -> aioredis.Redis:
    loop = asyncio.get_running_loop()
    if loop not in _clients:
        _clients[loop] = aioredis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=1, retry=NO_RETRY
        )
    return _clients[loop]
