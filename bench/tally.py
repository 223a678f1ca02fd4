"""What all sockets of a measurement hear together: how many events, and when each came to the last one."""

import asyncio
import contextlib
from collections.abc import Iterable
from typing import Protocol

SILENCE_SECONDS = 30.0


class Lost(Exception):
    """Something was sent and did not arrive, or a socket ended: no figure is taken from that."""


class Counted(Protocol):
    events: int


class Tally:
    """`last[n]` is when the n-th event came to the last socket so far; all sockets hear the same events."""

    def __init__(self) -> None:
        self.total = 0
        self.first = 0.0
        self.last: list[float] = []
        self._goal = 0
        self._reached = asyncio.Event()

    def take(self, heard: int, count: int, now: float) -> None:
        """A socket that had `heard` events has `count` more."""
        self.total += count
        until = heard + count
        if until > len(self.last):
            self.first = self.first or now
            self.last.extend([now] * (until - len(self.last)))
        for number in range(heard, until):
            self.last[number] = now
        if self._goal and self.total >= self._goal:
            self._reached.set()

    async def wait(
        self, total: int, *, silence: float = SILENCE_SECONDS, sockets: Iterable[Counted] = ()
    ) -> None:
        """Until all sockets together have heard so much. Raises Lost after so many seconds of nothing."""
        self._goal = total
        self._reached.clear()
        while self.total < total:
            before = self.total
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._reached.wait(), silence)
            if self.total == before:
                heard = sorted({socket.events for socket in sockets})
                raise Lost(f"{total - before} of {total} lost; single sockets heard {heard}")
