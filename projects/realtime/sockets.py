"""One open WebSocket on the server's side: written to at once, and a bounded queue while that cannot be."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from accounts.websocket.identity import Identity
from projects.realtime.uvicorn_frames import frame_of, line_of

log = logging.getLogger("kanban.sockets")

QUEUE_BYTES = 2 * 1024 * 1024
CLOSE_SECONDS = 30
"""Within which a slow reader must take what is on its way, to be told why nothing follows."""

SIGN_IN_AGAIN, NOT_ALLOWED, TOO_SLOW, FLOOD, TOO_BIG, RESTART = 4401, 4403, 4408, 4429, 1009, 1012

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Parcel:
    """Messages that go out together, to one socket or to many; framed once, when one first wants that."""

    __slots__ = ("_frames", "length", "texts")

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.length = sum(map(len, texts))
        self._frames: bytes | None = None

    @property
    def frames(self) -> bytes:
        if self._frames is None:
            self._frames = b"".join(map(frame_of, self.texts))
        return self._frames


class Socket:
    """`push` and `hand` never wait: who reads too slowly is closed with 4408 and replays on return.

    Between messages a socket is little more than this object: queue and task are there while something waits.
    """

    __slots__ = ("_close_code", "_line", "_queue", "_queued", "_send", "_writer", "identity", "project_ids")

    def __init__(self, send: Send) -> None:
        """`send` is the server's own, of a socket that has been accepted."""
        self.identity: Identity | None = None
        self.project_ids: list[UUID] = []
        self._send = send
        self._line = line_of(send)
        self._queue: deque[str] | None = None
        self._queued = 0
        self._writer: asyncio.Task[None] | None = None
        self._close_code: int | None = None

    @property
    def closing(self) -> bool:
        return self._close_code is not None

    def push(self, text: str) -> None:
        self.hand(Parcel([text]))

    def hand(self, parcel: Parcel) -> None:
        """What was handed over earlier goes out earlier: past the queue only while there is none."""
        if self._close_code is not None:
            return
        if self._queue is None and self._line is not None and self._line.write(parcel.frames):
            return
        if self._queue and self._queued + parcel.length > QUEUE_BYTES:
            self._drop()
            return
        self._start_queue().extend(parcel.texts)
        self._queued += parcel.length

    def close(self, code: int) -> None:
        """Closes after what is queued has gone out."""
        if not self.closing:
            self._close_code = code
            self._start_queue()

    def gone(self) -> None:
        """The other side has left; nothing more can be written."""
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
            log.debug("socket gone while writing", exc_info=True)
            self._close_code = self._close_code or RESTART

    async def _send_close(self) -> None:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(
                self._send({"type": "websocket.close", "code": self._close_code}), CLOSE_SECONDS
            )


async def refuse(receive: Any, send: Send) -> None:
    """A socket at a path where there is none: accepted first, so that the code arrives."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": NOT_ALLOWED})
