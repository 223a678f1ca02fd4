"""Follows the log: finds events that no message announced, and wakes the log subscribers.

Every 2 s the heads of all open rooms are compared with the log, so a room is never behind for longer,
whatever the channel layer loses.
"""

import asyncio
import logging
import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

from core.batching import threaded
from projects.events.subscribers import log_subscribers
from projects.models import Project
from projects.realtime.layer_link import LayerLink
from projects.realtime.rooms import Room

log = logging.getLogger("kanban.hub")

HEADS_SECONDS = 2.0


class LogFollower:
    """Keeps the rooms of this process level with the log and runs the log subscribers."""

    def __init__(self, rooms: dict[UUID, Room], link: LayerLink, *, spawn: Callable[[Any], None]) -> None:
        self.rooms, self._link, self._spawn = rooms, link, spawn
        self._unread: set[UUID] = set()
        self._reading: set[UUID] = set()

    def wake(self, project_id: UUID) -> None:
        """Let the log subscribers read on in a project.

        They run one at a time; all wake-ups that come while they run count as one.
        """
        self._unread.add(project_id)
        if project_id not in self._reading:
            self._reading.add(project_id)
            self._spawn(self._read(project_id))

    async def _read(self, project_id: UUID) -> None:
        try:
            while project_id in self._unread:
                self._unread.discard(project_id)
                for subscriber in log_subscribers:
                    await threaded(subscriber.read)(project_id)
        except Exception as error:
            log.warning("log subscribers failed", extra={"facts": {"error": type(error).__name__}})
        finally:
            self._reading.discard(project_id)

    async def catch_up(self) -> None:
        """Let the log subscribers read on in all projects, once at the start."""
        try:
            for subscriber in log_subscribers:
                await threaded(subscriber.catch_up)()
        except Exception as error:
            log.warning("log subscribers did not catch up", extra={"facts": {"error": type(error).__name__}})

    async def follow_heads(self) -> None:
        """Compare the rooms' heads with the log until cancelled.

        Close empty rooms and renew lost subscriptions.
        """
        while True:
            await asyncio.sleep(HEADS_SECONDS * random.uniform(0.8, 1.2))
            try:
                await self._close_empty_rooms()
                for project_id, head in await threaded(_heads)(list(self.rooms)):
                    if self.rooms[project_id].catch_up(head):
                        self.wake(project_id)
                for room in list(self.rooms.values()):
                    await self._link.subscribe(room)
            except Exception as error:
                log.warning("heads not read", extra={"facts": {"error": type(error).__name__}})

    async def _close_empty_rooms(self) -> None:
        for project_id, room in list(self.rooms.items()):
            if not room.followers and not room.watches:
                del self.rooms[project_id]
                await self._link.unsubscribe(room)


def _heads(project_ids: list[UUID]) -> list[tuple[UUID, int]]:
    """Return the last seq of each project."""
    if not project_ids:
        return []
    return list(Project.objects.filter(pk__in=project_ids).values_list("pk", "last_seq"))
