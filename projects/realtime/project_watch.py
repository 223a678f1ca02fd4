"""Watches: sockets of the list of projects, which learn that something changed in a project, but not what."""

import asyncio
from collections.abc import Iterable
from uuid import UUID

from projects.models import Membership
from projects.realtime.frames import signal
from projects.realtime.sockets import Socket

SOON_SECONDS = 0.5
"""Changes within this time are one signal, however many events they are."""

MAX_WATCHED = 500
"""Projects that one socket watches. Of further ones a page learns when it is loaded again."""

Heads = dict[UUID, int]
"""Project id → its last seq."""


class ProjectWatch:
    """The projects that one socket watches, and those of which it has not been told yet.

    A watch is no presence and gets no events. All of a process share the rooms of their projects.
    """

    def __init__(self, socket: Socket) -> None:
        self.socket = socket
        self.project_ids: set[UUID] = set()
        self._changed: set[UUID] = set()
        self._timer: asyncio.TimerHandle | None = None

    def note(self, project_id: UUID) -> None:
        """Tell the socket soon that the project changed."""
        self._changed.add(project_id)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SOON_SECONDS, self._send)

    def end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _send(self) -> None:
        self._timer = None
        changed, self._changed = self._changed, set()
        self.socket.push(projects_changed(changed))


def projects_changed(project_ids: Iterable[UUID]) -> str:
    return signal("projects.changed", {"projectIds": sorted(map(str, project_ids))})


def read_heads(user_ids: list[UUID]) -> list[Heads]:
    """Return the heads of each user's projects, by one query for all users."""
    heads: dict[UUID, Heads] = {user_id: {} for user_id in user_ids}
    rows = Membership.objects.filter(user__in=heads, project__deleted_at=None).order_by("-joined_at")
    for user_id, project_id, seq in rows.values_list("user_id", "project_id", "project__last_seq"):
        if len(heads[user_id]) < MAX_WATCHED:
            heads[user_id][project_id] = seq
    return [heads[user_id] for user_id in user_ids]
