"""Counts the events that all sockets of a measurement receive, and when each arrived at the last socket."""

import asyncio
import contextlib
from collections.abc import Iterable
from typing import Protocol

SILENCE_SECONDS = 30.0


class Lost(Exception):
    """Something sent did not arrive, or a socket ended: the round gives no figures."""


class Counted(Protocol):
    events: int


class Tally:
    """Counts the events of all sockets. `last[n]`: when the n-th event arrived at the last socket so far."""

    def __init__(self) -> None:
        self.total = 0
        self.first = 0.0
        self.last: list[float] = []
        self._goal = 0
        self._reached = asyncio.Event()

    def add(self, received: int, count: int, now: float) -> None:
        """Count `count` more events for a socket that had `received` so far."""
        self.total += count
        until = received + count
        if until > len(self.last):
            self.first = self.first or now
            self.last.extend([now] * (until - len(self.last)))
        for number in range(received, until):
            self.last[number] = now
        if self._goal and self.total >= self._goal:
            self._reached.set()

    async def wait(
        self, total: int, *, silence: float = SILENCE_SECONDS, sockets: Iterable[Counted] = ()
    ) -> None:
        """Wait until all sockets together have received `total` events.

        Raises Lost after `silence` seconds without any event.
        """
        self._goal = total
        self._reached.clear()
        while self.total < total:
            before = self.total
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._reached.wait(), silence)
            if self.total == before:
                per_socket = sorted({socket.events for socket in sockets})
                raise Lost(f"{total - before} of {total} lost; single sockets heard {per_socket}")
