"""Limits the size of request bodies before Django, which reads a body to its end before any check.

A body is refused as soon as its declared length or the bytes received so far exceed the limit. What was
received is dropped; what still arrives is not stored.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from django.conf import settings

from files.errors import FileTooLarge, StorageFull
from files.models import MAX_SIZE
from files.storage.backends import DISK_FULL_ERRNOS
from projects.errors import Refusal, TooLarge

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[..., Awaitable[None]]

REFUSAL = "kanban.refusal"
FORM_OVERHEAD = 64 * 1024
"""Bytes that a multipart form may add to its file."""
TAKES_FILES = re.compile(r"/api/v1/files|/projects/.+")
LINGER_SECONDS = 2.0
"""How long a client that is still sending may read the refusal before the connection is closed."""


class BodyLimit:
    """One request, with its body counted against the limit."""

    def __init__(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        self.app, self.scope, self._receive, self._send = app, scope, receive, send
        self.takes_files = TAKES_FILES.fullmatch(scope["path"]) is not None
        self.limit = MAX_SIZE + FORM_OVERHEAD if self.takes_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        self.received = 0
        self.responded = False

    async def run(self) -> None:
        if declared_length(self.scope) > self.limit:
            await self.refuse(self.too_large())
            return
        try:
            await self.app(self.scope, self.receive, self.send)
        except OSError as error:  # Django stores a long body on disk
            if self.responded or error.errno not in DISK_FULL_ERRNOS:
                raise
            await self.refuse(StorageFull())
        if self.received > self.limit and not self.responded:
            await self.refuse(self.too_large())

    async def receive(self) -> Message:
        """Receive a message; at the limit report a disconnect, at which Django drops the body so far."""
        message = await self._receive()
        self.received += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.received > self.limit else message

    async def send(self, message: Message) -> None:
        self.responded = True
        await self._send(message)

    async def refuse(self, refusal: Refusal) -> None:
        """Let Django respond to the same request without its body, in the form of all refusals."""
        await self.app({**self.scope, REFUSAL: refusal}, self.empty_body(), self.send_and_linger)

    def too_large(self) -> Refusal:
        return FileTooLarge() if self.takes_files else TooLarge()

    @staticmethod
    def empty_body() -> Receive:
        messages = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> Message:
            return messages.pop() if messages else await asyncio.Future()

        return receive

    async def send_and_linger(self, message: Message) -> None:
        """Delay the end of the response; a client that still sends would only see a closed connection."""
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"connection", b"close")]
        elif not message.get("more_body", False):
            await self._send({**message, "more_body": True})
            await self.drain()
            message = {"type": "http.response.body", "body": b""}
        await self._send(message)

    async def drain(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER_SECONDS):
                while (await self._receive()).get("more_body", False):
                    pass


def declared_length(scope: Scope) -> int:
    text = dict(scope["headers"]).get(b"content-length", b"")
    return int(text) if text.isdigit() else 0
