"""Coalesces requests that come at the same time into one batch, as DataLoader does.

A thousand sockets that reconnect at once then cost a few queries instead of a thousand.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Sequence
from typing import Generic, ParamSpec, TypeVar

from channels.db import database_sync_to_async

P = ParamSpec("P")
Request = TypeVar("Request")
Result = TypeVar("Result")

MAX_BATCH = 100
MAX_WAIT_SECONDS = 0.25

Pending = list[tuple[Request, asyncio.Future[Result]]]
"""Requests that wait for a batch, each with the future that its sender awaits."""


def threaded(function: Callable[P, Result]) -> Callable[P, Awaitable[Result]]:
    """Run `function` in a thread of the pool. By default all sockets share one database thread."""
    run: Callable[P, Awaitable[Result]] = database_sync_to_async(function, thread_sensitive=False)
    return run


class Batcher(Generic[Request, Result]):
    """Passes requests to `load` in batches of at most `MAX_BATCH`.

    `load` takes a list of requests and returns their results in the same order; a result that is an exception
    is raised to its sender alone. A request that comes while a batch is loading waits for the next batch, so
    that no result is older than its request. A batch that hangs holds the next one up for `MAX_WAIT_SECONDS`
    at most.
    """

    def __init__(self, load: Callable[[list[Request]], Awaitable[Sequence[Result | Exception]]]) -> None:
        self._load = load
        self._loop: asyncio.AbstractEventLoop | None = None

    async def submit(self, request: Request, *, group: Hashable = None) -> Result:
        """Return the result of `request`. Only requests of the same `group` share a batch."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._reset(loop)
        result: asyncio.Future[Result] = loop.create_future()
        if group not in self._pending:
            self._pending[group] = []
            self._spawn(self._run_batches(group))
        self._pending[group].append((request, result))
        return await result

    def _reset(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._pending: dict[Hashable, Pending[Request, Result]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def _spawn(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)  # the loop itself keeps only weak references
        task.add_done_callback(self._tasks.discard)
        return task

    async def _run_batches(self, group: Hashable) -> None:
        while pending := self._pending[group]:
            self._pending[group] = pending[MAX_BATCH:]
            batch = self._spawn(self._run_batch(pending[:MAX_BATCH]))
            await asyncio.wait([batch], timeout=MAX_WAIT_SECONDS)
        del self._pending[group]

    async def _run_batch(self, pending: Pending[Request, Result]) -> None:
        results: Sequence[Result | Exception]
        try:
            results = await self._load([request for request, _ in pending])
        except Exception as error:
            results = [error for _ in pending]
        for (_, future), result in zip(pending, results, strict=True):
            if future.done():
                continue
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)
