"""Who waits here for a project. One leads: all who came meanwhile go together, in one transaction.

So one lock and one commit serve many commands; nobody holds a connection only to wait, and who asks from the
event loop holds no thread either.
"""

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from uuid import UUID
from weakref import WeakValueDictionary

from django.conf import settings
from django.db import close_old_connections

from projects.dispatch.group_commit import Turn, go_together

MOST = 32
"""So many go together; then other processes have their chance."""

LEADERS = ThreadPoolExecutor(settings.LEADERS, thread_name_prefix="leader")


class Line:
    def __init__(self, project_id: UUID) -> None:
        self.project_id = project_id
        self._waiting: deque[Turn] = deque()
        self._led = False
        self._guard = Lock()

    def join(self, turn: Turn) -> None:
        """`turn.future` tells the outcome."""
        with self._guard:
            self._waiting.append(turn)
            led, self._led = self._led, True
        if not led:
            LEADERS.submit(self._lead)

    def _lead(self) -> None:
        while turns := self._next():
            go_together(self.project_id, turns)
        close_old_connections()

    def _next(self) -> list[Turn]:
        with self._guard:
            self._led = bool(self._waiting)
            return [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]


LINES: WeakValueDictionary[UUID, Line] = WeakValueDictionary()


def line_of(project_id: UUID) -> Line:
    return LINES.get(project_id) or LINES.setdefault(project_id, Line(project_id))
