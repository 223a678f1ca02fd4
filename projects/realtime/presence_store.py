"""Who is here, over all processes: in Redis with a heartbeat where there is one, else in this process alone.

A process that dies takes its people along within STALE_SECONDS. Never logged.
"""

import asyncio
import time
from collections.abc import Mapping
from uuid import UUID

import orjson
from django.conf import settings
from redis import asyncio as aioredis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from core.circuit_breaker import Breaker
from projects.events.log import encode

BEAT_SECONDS = 15.0
STALE_SECONDS = 40.0
KEY_SECONDS = 24 * 3600
AWAY = (RedisError, OSError, TimeoutError)
NO_RETRY = Retry(NoBackoff(), 0)

Here = Mapping[UUID, set[str]]
"""Project → the ids of its people."""

_clients: dict[asyncio.AbstractEventLoop, aioredis.Redis] = {}


def signal(project_id: UUID, users: bytes) -> str:
    told = {"users": orjson.Fragment(users)}
    return encode({"type": "presence.changed", "projectId": str(project_id), "payload": told})


breaker = Breaker("presence")


async def everyone(process: str, here: Here) -> dict[UUID, bytes]:
    """For each project [{userId}] of all processes, sorted and in JSON; tells the others who is here.

    Redis away: only those here.
    """
    others = await _exchange(process, here)
    return {
        project_id: orjson.dumps(
            [{"userId": user} for user in sorted(others.get(project_id, set()) | people)]
        )
        for project_id, people in here.items()
    }


async def forget_process(process: str) -> None:
    """On the way out: the client goes; entries of this process grow stale by themselves."""
    client = _clients.pop(asyncio.get_running_loop(), None)
    if client is not None:
        await client.aclose()


async def _exchange(process: str, here: Here) -> dict[UUID, set[str]]:
    if not here or not settings.REDIS_URL or not breaker.open:
        return {}
    try:
        return await _ask(_client(), process, here)
    except AWAY as error:
        breaker.trip(error)
        return {}


async def _ask(client: aioredis.Redis, process: str, here: Here) -> dict[UUID, set[str]]:
    """In one round trip, however many projects."""
    now = time.time()
    async with client.pipeline(transaction=False) as pipe:
        for project_id, people in here.items():
            key = _key(project_id)
            pipe.hset(key, process, f"{now:.0f}|{','.join(people)}")
            pipe.expire(key, KEY_SECONDS)
            pipe.hgetall(key)
        entries = (await pipe.execute())[2::3]
    found: dict[UUID, set[str]] = {}
    for project_id, told in zip(here, entries, strict=True):
        told.pop(process.encode(), None)
        found[project_id] = await _fresh(client, _key(project_id), told, now)
    return found


async def _fresh(client: aioredis.Redis, key: str, entries: Mapping[bytes, bytes], now: float) -> set[str]:
    users: set[str] = set()
    stale = []
    for process, entry in entries.items():
        beat_at, _, names = entry.decode().partition("|")
        if now - float(beat_at) > STALE_SECONDS:
            stale.append(process)
        else:
            users.update(name for name in names.split(",") if name)
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
