"""Limits the size of request bodies before Django, which reads a body to its end before any check.

A body is refused as soon as its declared length or the bytes received so far exceed the limit. What was
received is dropped; what still arrives is not stored. Who is not signed in may send a sign-in form and no
more: beyond that the token or the session is looked up, before further bytes are taken.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import Error

from accounts.websocket.authenticate import identify, read_handshake
from accounts.websocket.identity import Identity, SocketRefused
from core.threads import in_worker
from files.errors import FileTooLarge, StorageFull
from files.models import MAX_SIZE
from files.storage.backends import DISK_FULL_ERRNOS
from projects.errors import Refusal, TooLarge, Unauthenticated, Unavailable

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[..., Awaitable[None]]

REFUSAL = "kanban.refusal"
FORM_OVERHEAD = 64 * 1024
"""Bytes that a multipart form may add to its file."""
ANONYMOUS_BYTES = 64 * 1024
"""The longest body of a visitor who is not signed in. A registration has a few hundred bytes."""
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
        self.trusted = False
        self.refusal: Refusal | None = None

    async def run(self) -> None:
        await self.judge(declared_length(self.scope))
        if self.refusal:
            await self.refuse(self.refusal)
            return
        try:
            await self.app(self.scope, self.receive, self.send)
        except OSError as error:  # Django stores a long body on disk
            if self.responded or error.errno not in DISK_FULL_ERRNOS:
                raise
            await self.refuse(StorageFull())
        if self.refusal and not self.responded:
            await self.refuse(self.refusal)

    async def receive(self) -> Message:
        """Receive a message; at the limit report a disconnect, at which Django drops the body so far."""
        message = await self._receive()
        self.received += len(message.get("body", b""))
        await self.judge(self.received)
        return {"type": "http.disconnect"} if self.refusal else message

    async def judge(self, length: int) -> None:
        """Set `refusal` if a body of this length is not accepted."""
        if length > self.limit:
            self.refusal = self.too_large()
        elif length > ANONYMOUS_BYTES and not self.trusted:
            self.refusal = await in_worker(refusal_of_stranger, self.scope, takes_files=self.takes_files)
            self.trusted = self.refusal is None

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


def refusal_of_stranger(scope: Scope, *, takes_files: bool) -> Refusal | None:
    """Return why a long body is refused; None for the token or the session of somebody who is signed in.

    An ended token gets 401, so that its program gets another one. Makes three queries.
    """
    try:
        given = read_handshake(scope)
        # What a page of another site may send is for the check of CSRF tokens to decide.
        if given and isinstance(identify([replace(given, from_allowed_origin=True)])[0], Identity):
            return None
    except SocketRefused:
        return Unauthenticated()
    except Error:
        return Unavailable()
    return Unauthenticated() if given or takes_files else TooLarge()


def declared_length(scope: Scope) -> int:
    text = dict(scope["headers"]).get(b"content-length", b"")
    return int(text) if text.isdigit() else 0
