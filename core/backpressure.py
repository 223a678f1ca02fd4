"""Backpressure: a request that needs scarce work waits on the event loop, not in a thread that serves others.

A request runs in a thread of core/threads.py. When it meets something busy, it notes what it waits for and
raises `Busy`. The ASGI handler (kanban/asgi_handler.py) gives the thread back, awaits that, and runs the
request once more. So code must wait before its first effect. Without the handler, in commands of manage.py
and under WSGI, the thread itself waits. Every wait has a time-out; then `Busy` becomes a 503 with
`Retry-After`.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar, Token
from threading import Lock
from types import TracebackType
from typing import Self

WAIT_SECONDS = 4.0
"""How long a request waits for scarce work before it is refused."""


class Busy(Exception):
    """Scarce work has no room now: the queue is full, or the wait was too long."""


class Patience:
    """What one request waits for, over both of its runs.

    It is a context manager, which gives up the request's places at the end.
    """

    def __init__(self) -> None:
        self.awaited: Future[None] | None = None
        self._tickets: dict[Gate, Future[None]] = {}
        self._reset: Token[Patience | None] | None = None

    def __enter__(self) -> Self:
        self._reset = _patience.set(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._reset is not None
        _patience.reset(self._reset)
        for gate, ticket in self._tickets.items():
            gate.leave(ticket)

    async def wait(self) -> bool:
        """Await what the request waits for. Returns False if it waits for nothing, or after the time-out."""
        if self.awaited is None:
            return False
        done, _ = await asyncio.wait([asyncio.wrap_future(self.awaited)], timeout=WAIT_SECONDS)
        return bool(done)

    def ticket(self, gate: "Gate") -> Future[None] | None:
        return self._tickets.get(gate)

    def keep(self, gate: "Gate", ticket: Future[None]) -> None:
        """Keep a place in the gate's queue for the second run."""
        self._tickets[gate] = ticket


_patience: ContextVar[Patience | None] = ContextVar("patience", default=None)


def wait_for(future: Future[None]) -> None:
    """Return when the future is done. Raises Busy, in a request at once, elsewhere after the time-out."""
    if future.done():
        return
    patience = _patience.get()
    if patience is not None:
        patience.awaited = future
        raise Busy
    try:
        future.result(WAIT_SECONDS)
    except TimeoutError as error:
        raise Busy from error


class Gate:
    """A semaphore with a bounded queue in the order of arrival: `places` at once, and `queue` that wait."""

    def __init__(self, *, places: int, queue: int) -> None:
        self._free, self._queue = places, queue
        self._waiting: deque[Future[None]] = deque()
        self._inside: set[Future[None]] = set()
        self._lock = Lock()

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place during the block. Raises Busy."""
        patience = _patience.get()
        kept = patience.ticket(self) if patience else None
        if kept is not None:  # the second run, or a second block of the first
            wait_for(kept)
            yield
            return
        ticket = self.enter()
        if patience is not None and not ticket.done():
            patience.keep(self, ticket)
            wait_for(ticket)
        try:
            wait_for(ticket)
            yield
        finally:
            if patience is None or patience.ticket(self) is not ticket:
                self.leave(ticket)

    def enter(self) -> Future[None]:
        """Return a ticket: a future that is done when its holder is inside. Raises Busy at a full queue."""
        ticket: Future[None] = Future()
        with self._lock:
            if not self._free and len(self._waiting) >= self._queue:
                raise Busy
            if not self._free:
                self._waiting.append(ticket)
                return ticket
            self._free -= 1
            self._inside.add(ticket)
        ticket.set_result(None)
        return ticket

    def leave(self, ticket: Future[None]) -> None:
        """Give up the place, or the place in the queue. The first who waits comes in."""
        with self._lock:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
            if ticket not in self._inside:
                return
            self._inside.remove(ticket)
            if not self._waiting:
                self._free += 1
                return
            entering = self._waiting.popleft()
            self._inside.add(entering)
        entering.set_result(None)
