"""One queue of waiting commands per project and process.

The first call to arrive starts a leader: a thread that runs everything waiting, batch by batch, each batch in
one transaction. So one lock and one commit serve many commands. A waiting call holds no database connection
and, on the event loop, no thread.
"""

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from uuid import UUID
from weakref import WeakValueDictionary

from django.conf import settings
from django.db import close_old_connections

from projects.dispatch.group_commit import QueuedCall, run_batch

BATCH_SIZE = 32
"""Calls per transaction at most; between two batches other processes can take the project's lock."""

LEADERS = ThreadPoolExecutor(settings.LEADERS, thread_name_prefix="leader")


class CommandQueue:
    """The waiting calls of one project in this process."""

    def __init__(self, project_id: UUID) -> None:
        self.project_id = project_id
        self._waiting: deque[QueuedCall] = deque()
        self._has_leader = False
        self._lock = Lock()

    def add(self, queued: QueuedCall) -> None:
        """Queue a call; its future is resolved when it has run."""
        with self._lock:
            self._waiting.append(queued)
            had_leader, self._has_leader = self._has_leader, True
        if not had_leader:
            LEADERS.submit(self._lead)

    def _lead(self) -> None:
        while batch := self._next_batch():
            run_batch(self.project_id, batch)
        close_old_connections()

    def _next_batch(self) -> list[QueuedCall]:
        with self._lock:
            self._has_leader = bool(self._waiting)
            return [self._waiting.popleft() for _ in range(min(BATCH_SIZE, len(self._waiting)))]


QUEUES: WeakValueDictionary[UUID, CommandQueue] = WeakValueDictionary()


def queue_of(project_id: UUID) -> CommandQueue:
    return QUEUES.get(project_id) or QUEUES.setdefault(project_id, CommandQueue(project_id))
