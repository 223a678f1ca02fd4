"""Tells the rooms of this process who is here, whenever that changes in whichever process."""

import asyncio
import logging
import random
from collections.abc import Callable, Iterable
from uuid import UUID

from core.batching import Gathering
from projects.realtime import presence_store
from projects.realtime.rooms import Room

log = logging.getLogger("kanban.hub")

PAUSE_SECONDS = 0.15
PAUSE_SECONDS_A_SOCKET = 0.002
"""The more are to be told, the more who come and go are told of together."""


class Attendance:
    """`tell` tells a project's rooms in the other processes that they should look again."""

    def __init__(self, process: str, *, rooms: dict[UUID, Room], tell: Callable[[UUID], None]) -> None:
        self.process, self.rooms, self._tell = process, rooms, tell
        self._due: dict[UUID, bool] = {}
        self._asking: Gathering[tuple[UUID, UUID | None], bytes] = Gathering(self._answer)
        self._tasks: set[asyncio.Task[None]] = set()

    async def of(self, project_id: UUID, *, and_also: UUID | None = None) -> bytes:
        """[{userId}] in JSON; `and_also` is a member who is about to join."""
        return await self._asking.ask((project_id, and_also))

    def changed(self, project_id: UUID, *, here: bool = True) -> None:
        """Soon the sockets are told, once for all who come together; the other processes if it was `here`."""
        waiting = project_id in self._due
        self._due[project_id] = here or self._due.get(project_id, False)
        if not waiting:
            task = asyncio.create_task(self._tell_soon(project_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def keep(self) -> None:
        """The heartbeat."""
        while True:
            await asyncio.sleep(presence_store.BEAT_SECONDS * random.uniform(0.9, 1.1))
            try:
                await self._refresh(list(self.rooms))
            except Exception as error:
                log.warning("presence not kept", extra={"facts": {"error": type(error).__name__}})

    async def _tell_soon(self, project_id: UUID) -> None:
        room = self.rooms.get(project_id)
        many = len(room.followers) if room else 0
        await asyncio.sleep(max(PAUSE_SECONDS, many * PAUSE_SECONDS_A_SOCKET))
        here = self._due.pop(project_id)
        await self._refresh([project_id])
        if here:
            self._tell(project_id)

    async def _refresh(self, project_ids: Iterable[UUID]) -> None:
        here = {each: set(self.rooms[each].people) for each in project_ids if each in self.rooms}
        for project_id, users in (await presence_store.everyone(self.process, here)).items():
            room = self.rooms.get(project_id)
            if room is not None and room.present != users:
                room.present = users
                room.signal(presence_store.signal(project_id, users))

    async def _answer(self, asked: list[tuple[UUID, UUID | None]]) -> list[bytes | Exception]:
        here: dict[UUID, set[str]] = {}
        for project_id, person in asked:
            if project_id not in here:
                room = self.rooms.get(project_id)
                here[project_id] = set(room.people) if room else set()
            if person is not None:
                here[project_id].add(str(person))
        found = await presence_store.everyone(self.process, here)
        return [found[project_id] for project_id, _ in asked]
