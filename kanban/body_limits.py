"""A gate before Django, which reads a body to its end before anyone looks at it.

A body that is too long is cut off as soon as that is known, by what its length is said to be or by counting.
What has come of it is dropped, and what still comes is not kept.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from django.conf import settings

from files.errors import FileTooLarge, StorageFull
from files.models import MAX_SIZE
from files.storage.backends import NO_ROOM
from projects.errors import Refusal, TooLarge

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[..., Awaitable[None]]

REFUSAL = "kanban.refusal"
FORM_ROOM = 64 * 1024
"""What a form says around its file."""
TAKES_FILES = re.compile(r"/api/v1/files|/projects/.+")
LINGER = 2.0
"""Seconds in which someone who is still sending may read the refusal; then the line is cut."""


class Gate:
    """One request on its way in."""

    def __init__(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        self.app, self.scope, self._receive, self._send = app, scope, receive, send
        self.takes_files = TAKES_FILES.fullmatch(scope["path"]) is not None
        self.limit = MAX_SIZE + FORM_ROOM if self.takes_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        self.came = 0
        self.answered = False

    async def let_in(self) -> None:
        if said_length(self.scope) > self.limit:
            await self.refuse(self.too_large())
            return
        try:
            await self.app(self.scope, self.receive, self.send)
        except OSError as error:  # Django keeps a long body on disk
            if self.answered or error.errno not in NO_ROOM:
                raise
            await self.refuse(StorageFull())
        if self.came > self.limit and not self.answered:
            await self.refuse(self.too_large())

    async def receive(self) -> Message:
        """Django drops what it has of a body when its sender goes away: so it is told at the limit."""
        message = await self._receive()
        self.came += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.came > self.limit else message

    async def send(self, message: Message) -> None:
        self.answered = True
        await self._send(message)

    async def refuse(self, refusal: Refusal) -> None:
        """Django says it, as it says all refusals, to a request without a body."""
        await self.app({**self.scope, REFUSAL: refusal}, self.nothing(), self.send_and_linger)

    def too_large(self) -> Refusal:
        return FileTooLarge() if self.takes_files else TooLarge()

    @staticmethod
    def nothing() -> Receive:
        messages = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> Message:
            return messages.pop() if messages else await asyncio.Future()

        return receive

    async def send_and_linger(self, message: Message) -> None:
        """The end of the answer waits: who is still sending would see a broken line instead of it."""
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"connection", b"close")]
        elif not message.get("more_body", False):
            await self._send({**message, "more_body": True})
            await self.drop_the_rest()
            message = {"type": "http.response.body", "body": b""}
        await self._send(message)

    async def drop_the_rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                while (await self._receive()).get("more_body", False):
                    pass


def said_length(scope: Scope) -> int:
    text = dict(scope["headers"]).get(b"content-length", b"")
    return int(text) if text.isdigit() else 0
