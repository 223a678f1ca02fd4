"""Who is here, over all processes: in Redis with a heartbeat where there is one, else in this process alone.

A process that dies takes its people along within STALE_SECONDS. Never logged.
"""

import asyncio
import time
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings
from redis import asyncio as aioredis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from projects.breaker import Breaker
from projects.events import encode

BEAT_SECONDS = 15.0
STALE_SECONDS = 40.0
KEY_SECONDS = 24 * 3600
AWAY = (RedisError, OSError, TimeoutError)
NO_RETRY = Retry(NoBackoff(), 0)

_clients: dict[asyncio.AbstractEventLoop, aioredis.Redis] = {}


def signal(project_id: UUID, users: list[dict[str, str]]) -> str:
    return encode({"type": "presence.changed", "projectId": str(project_id), "payload": {"users": users}})


breaker = Breaker("presence")


async def everyone(process: str, project_id: UUID, here: set[UUID]) -> list[dict[str, str]]:
    """[{userId}] of all processes, sorted; tells the others who is here. Redis away: only those here."""
    others = await _exchange(process, project_id, here)
    return [{"userId": user} for user in sorted(others | {str(user) for user in here})]


async def beat(process: str, rooms: Mapping[UUID, Iterable[UUID]]) -> None:
    for project_id, here in rooms.items():
        await _exchange(process, project_id, set(here))


async def forget_process(process: str) -> None:
    """On the way out: the client goes; entries of this process grow stale by themselves."""
    client = _clients.pop(asyncio.get_running_loop(), None)
    if client is not None:
        await client.aclose()


async def _exchange(process: str, project_id: UUID, here: set[UUID]) -> set[str]:
    if not settings.REDIS_URL or not breaker.open:
        return set()
    try:
        return await _ask(_client(), process, project_id, here)
    except AWAY as error:
        breaker.trip(error)
        return set()


async def _ask(client: aioredis.Redis, process: str, project_id: UUID, here: set[UUID]) -> set[str]:
    key, now = f"kanban:presence:{project_id}", time.time()
    async with client.pipeline(transaction=False) as pipe:
        pipe.hset(key, process, f"{now:.0f}|{','.join(str(user) for user in here)}")
        pipe.expire(key, KEY_SECONDS)
        pipe.hgetall(key)
        *_, entries = await pipe.execute()
    return await _fresh(client, key, entries, now)


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


def _client() -> aioredis.Redis:
    loop = asyncio.get_running_loop()
    if loop not in _clients:
        _clients[loop] = aioredis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=1, retry=NO_RETRY
        )
    return _clients[loop]
