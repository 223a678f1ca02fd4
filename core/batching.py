"""Many who ask at one time are answered together: a thousand sockets that come back cost a few queries."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

from channels.db import database_sync_to_async

Question = TypeVar("Question")
Answer = TypeVar("Answer")

AT_ONCE = 100
PATIENCE_SECONDS = 0.25

Waiting = list[tuple[Any, asyncio.Future[Any]]]


def threaded(function: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    """`function` in a thread of the pool: by default all sockets of a process share one database thread."""
    return database_sync_to_async(function, thread_sensitive=False)


class Gathering(Generic[Question, Answer]):
    """`read` answers a list of questions, in their order; an answer that is an exception is raised.

    Who asks while it reads waits for the next turn, so that no answer is older than its question; but nobody
    waits for a turn that hangs.
    """

    def __init__(self, read: Callable[[list[Question]], Awaitable[list[Answer | Exception]]]) -> None:
        self._read = read
        self._loop: asyncio.AbstractEventLoop | None = None

    async def ask(self, question: Question, *, about: Hashable = None) -> Answer:
        """Only questions `about` the same are answered together."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._begin(loop)
        answer: asyncio.Future[Answer] = loop.create_future()
        if about not in self._waiting:
            self._waiting[about] = []
            self._spawn(self._take_turns(about))
        self._waiting[about].append((question, answer))
        return await answer

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: dict[Hashable, Waiting] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _take_turns(self, about: Hashable) -> None:
        while asked := self._waiting[about]:
            self._waiting[about] = asked[AT_ONCE:]
            turn = self._spawn(self._answer(asked[:AT_ONCE]))
            await asyncio.wait([turn], timeout=PATIENCE_SECONDS)
        del self._waiting[about]

    async def _answer(self, asked: Waiting) -> None:
        try:
            answers = await self._read([question for question, _ in asked])
        except Exception as error:
            answers = [error] * len(asked)
        for (_, waiting), answer in zip(asked, answers, strict=True):
            if waiting.done():
                continue
            if isinstance(answer, Exception):
                waiting.set_exception(answer)
            else:
                waiting.set_result(answer)
