"""Presence: the users who are online in a project. Every process signals each change to its room."""

import asyncio
import logging
import random
from collections.abc import Callable, Iterable
from uuid import UUID

from core.batching import Batcher
from projects.realtime import presence_store
from projects.realtime.rooms import Room

log = logging.getLogger("kanban.hub")

DEBOUNCE_SECONDS = 0.15
DEBOUNCE_SECONDS_PER_SOCKET = 0.002
"""The larger a room, the more arrivals and departures go into one signal."""


class Presence:
    """Presence in the `rooms` of this process.

    `announce` tells the other processes to read the presence again.
    """

    def __init__(self, process: str, *, rooms: dict[UUID, Room], announce: Callable[[UUID], None]) -> None:
        self.process, self.rooms, self._announce = process, rooms, announce
        self._pending: dict[UUID, bool] = {}
        self._reads: Batcher[tuple[UUID, UUID | None], bytes] = Batcher(self._read)
        self._tasks: set[asyncio.Task[None]] = set()

    async def read(self, project_id: UUID, *, and_also: UUID | None = None) -> bytes:
        """Return [{userId}] as JSON. `and_also` is a member who is about to join."""
        return await self._reads.submit((project_id, and_also))

    def changed(self, project_id: UUID, *, local: bool = True) -> None:
        """Signal the change soon, debounced: once for everyone who comes or goes at the same time.

        `local` says that the change happened in this process, so that the others must be told.
        """
        waiting = project_id in self._pending
        self._pending[project_id] = local or self._pending.get(project_id, False)
        if not waiting:
            task = asyncio.create_task(self._signal_soon(project_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def heartbeat(self) -> None:
        """Renew this process's entries until cancelled, before they become stale."""
        while True:
            await asyncio.sleep(presence_store.BEAT_SECONDS * random.uniform(0.9, 1.1))
            try:
                await self._refresh(list(self.rooms))
            except Exception as error:
                log.warning("presence not renewed", extra={"facts": {"error": type(error).__name__}})

    async def _signal_soon(self, project_id: UUID) -> None:
        room = self.rooms.get(project_id)
        sockets = len(room.followers) if room else 0
        await asyncio.sleep(max(DEBOUNCE_SECONDS, sockets * DEBOUNCE_SECONDS_PER_SOCKET))
        local = self._pending.pop(project_id)
        await self._refresh([project_id])
        if local:
            self._announce(project_id)

    async def _refresh(self, project_ids: Iterable[UUID]) -> None:
        """Exchange presence with the store; signal the rooms where it has changed.

        A room that was closed meanwhile is empty, which the store must learn too.
        """
        local = {each: self._local_users(each) for each in project_ids}
        for project_id, users in (await presence_store.share_presence(self.process, local)).items():
            room = self.rooms.get(project_id)
            if room is not None and room.last_presence != users:
                room.last_presence = users
                room.signal(presence_store.presence_signal(project_id, users))

    async def _read(self, requests: list[tuple[UUID, UUID | None]]) -> list[bytes | Exception]:
        local: dict[UUID, set[str]] = {}
        for project_id, newcomer in requests:
            if project_id not in local:
                local[project_id] = self._local_users(project_id)
            if newcomer is not None:
                local[project_id].add(str(newcomer))
        present = await presence_store.share_presence(self.process, local)
        return [present[project_id] for project_id, _ in requests]

    def _local_users(self, project_id: UUID) -> set[str]:
        room = self.rooms.get(project_id)
        return set(room.sockets_per_user) if room else set()
