"""One open WebSocket on the server.

Written to directly, or through a bounded queue while the client is slow.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from accounts.websocket.identity import NOT_ALLOWED, Identity
from projects.realtime.uvicorn_frames import encode_frame, frame_writer

log = logging.getLogger("kanban.sockets")

QUEUE_BYTES = 2 * 1024 * 1024
"""Size of a socket's queue. A reader so slow that it overflows is closed with TOO_SLOW."""

CLOSE_SECONDS = 30
"""Time that a slow reader has to take what was sent before, so that the close code reaches it."""

TOO_SLOW, TOO_MANY, FLOOD, TOO_BIG, RESTART, TRY_LATER = 4408, 4409, 4429, 1009, 1012, 1013

Send = Callable[[dict[str, object]], Awaitable[None]]


class MessageBatch:
    """Messages that are sent together, to one socket or to many; framed once, when first needed."""

    __slots__ = ("_frames", "length", "texts")

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.length = sum(map(len, texts))
        self._frames: bytes | None = None

    @property
    def frames(self) -> bytes:
        if self._frames is None:
            self._frames = b"".join(map(encode_frame, self.texts))
        return self._frames


class Socket:
    """An accepted WebSocket. `push` and `push_batch` never wait.

    A client that reads too slowly is closed with TOO_SLOW (4408) and replays what it missed when it returns.
    Between messages a socket costs little more than this object: queue and task exist only while something
    waits.
    """

    __slots__ = (
        *("_close_code", "_frame_writer", "_queue", "_queued", "_send", "_writer"),
        *("identity", "project_ids"),
    )

    def __init__(self, send: Send) -> None:
        """`send` is the server's own ASGI `send`."""
        self.identity: Identity | None = None
        self.project_ids: list[UUID] = []
        self._send = send
        self._frame_writer = frame_writer(send)
        self._queue: deque[str] | None = None
        self._queued = 0
        self._writer: asyncio.Task[None] | None = None
        self._close_code: int | None = None

    @property
    def closing(self) -> bool:
        return self._close_code is not None

    def push(self, text: str) -> None:
        self.push_batch(MessageBatch([text]))

    def push_batch(self, batch: MessageBatch) -> None:
        """Send messages in order: directly if nothing is queued, else through the queue."""
        if self._close_code is not None:
            return
        if self._queue is None and self._frame_writer is not None and self._frame_writer.write(batch.frames):
            return
        if self._queue and self._queued + batch.length > QUEUE_BYTES:
            self._drop()
            return
        self._start_queue().extend(batch.texts)
        self._queued += batch.length

    def close(self, code: int) -> None:
        """Close after everything queued has been sent."""
        if not self.closing:
            self._close_code = code
            self._start_queue()

    def disconnected(self) -> None:
        """Note that the client has gone: nothing more can be written."""
        self._close_code = self._close_code or RESTART
        self._end_queue()

    def _start_queue(self) -> deque[str]:
        if self._queue is None:
            self._queue = deque()
            self._writer = asyncio.create_task(self._write(self._queue))
        return self._queue

    def _end_queue(self) -> None:
        if self._writer is not None:
            self._writer.cancel()
        self._queue = self._writer = None
        self._queued = 0

    def _drop(self) -> None:
        """Discard the queue of a client that reads too slowly, and close the socket."""
        self._end_queue()
        self._close_code = TOO_SLOW
        self._writer = asyncio.create_task(self._send_close())

    async def _write(self, queue: deque[str]) -> None:
        try:
            while queue:
                text = queue.popleft()
                await self._send({"type": "websocket.send", "text": text})
                self._queued -= len(text)
            if self.closing:
                await self._send_close()
            else:
                self._queue = self._writer = None
        except Exception:
            log.debug("socket closed while writing", exc_info=True)
            self._close_code = self._close_code or RESTART

    async def _send_close(self) -> None:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(
                self._send({"type": "websocket.close", "code": self._close_code}), CLOSE_SECONDS
            )


async def refuse(receive: Any, send: Send) -> None:
    """Refuse a socket at an unknown path. It is accepted first, so that the close code reaches the client."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": NOT_ALLOWED})
