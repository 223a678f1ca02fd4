"""Admission of HTTP requests: how many run at once adapts to the load, and clients take turns.

A saturated process makes its sockets wait: each of its threads wants the interpreter. So while the event loop
is late, fewer requests run at once, and the others wait on the loop. The limit falls by a factor and rises by
one (additive increase, multiplicative decrease, as in TCP). Clients that wait are admitted by turns: hundreds
of requests of one client delay that client.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

FEWEST = 2
"""Requests that run at once under the heaviest load."""
TICK_SECONDS = 0.02
LATE_SECONDS = 0.004
"""How late the event loop may be. One other thread that computes makes it late by a switch interval, 1 ms."""
DECREASE = 0.6
WAITING_OF_CLIENT = 200
WAITING = 2000
"""Requests that wait, of one client and of all. Further ones are refused."""


class Overloaded(Exception):
    """Too many requests wait, of this client or of all."""


class Admission:
    """Admits at most `limit` requests at once, of at most `most`. Belongs to one event loop."""

    def __init__(self, most: int) -> None:
        self.most = self.limit = most
        self.running = 0
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._count = 0
        self._expected: float | None = None

    @asynccontextmanager
    async def place(self, client: str) -> AsyncIterator[None]:
        """Hold a place during the block. Raises Overloaded."""
        if self.running < self.limit and not self._count:
            self.running += 1
            self._watch()
        else:
            await self._wait(client)
        try:
            yield
        finally:
            self.running -= 1
            self._admit()

    async def _wait(self, client: str) -> None:
        queue = self._waiting.get(client)
        if self._count >= WAITING or (queue and len(queue) >= WAITING_OF_CLIENT):
            raise Overloaded
        if queue is None:
            queue = self._waiting[client] = deque()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        self._count += 1
        self._watch()
        try:
            await turn
        except asyncio.CancelledError:
            self._forget(client, turn)
            raise

    def _forget(self, client: str, turn: asyncio.Future[None]) -> None:
        """Take a cancelled request out of the queue, or give up the place that it was just given."""
        queue = self._waiting.get(client)
        if queue and turn in queue:
            queue.remove(turn)
            self._count -= 1
            if not queue:
                del self._waiting[client]
        elif turn.done() and not turn.cancelled():
            self.running -= 1
            self._admit()

    def _admit(self) -> None:
        """Give free places to the clients that wait, one to each in turn."""
        while self._count and self.running < self.limit:
            client, queue = self._waiting.popitem(last=False)
            turn = queue.popleft()
            if queue:
                self._waiting[client] = queue
            self._count -= 1
            if not turn.cancelled():
                self.running += 1
                turn.set_result(None)

    # ── The limit ─────────────────────────────────────────────────────────────────────────────────
    def _watch(self) -> None:
        """Measure how late the event loop is, for as long as requests run."""
        if self._expected is None and (self.running > 1 or self._count):
            self._schedule()

    def _schedule(self) -> None:
        loop = asyncio.get_running_loop()
        self._expected = loop.time() + TICK_SECONDS
        loop.call_at(self._expected, self._tick)

    def _tick(self) -> None:
        assert self._expected is not None
        late = asyncio.get_running_loop().time() - self._expected
        self._expected = None
        self.adapt(late)
        self._admit()
        if self.running or self._count or self.limit < self.most:
            self._schedule()

    def adapt(self, late: float) -> None:
        """Change the limit by how many seconds late the event loop was."""
        if late > LATE_SECONDS:
            self.limit = max(FEWEST, int(min(self.limit, self.running) * DECREASE))
        else:
            self.limit = min(self.most, self.limit + 1)
