"""One open WebSocket on the server's side: a bounded queue and the task that writes it out."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from accounts.sockets import Identity

log = logging.getLogger("kanban.sockets")

QUEUE_BYTES = 2 * 1024 * 1024
CLOSE_SECONDS = 5

SIGN_IN_AGAIN, NOT_ALLOWED, TOO_SLOW, FLOOD, TOO_BIG, RESTART = 4401, 4403, 4408, 4429, 1009, 1012

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Socket:
    """`push` never waits: who reads too slowly is closed with 4408 and replays on return."""

    def __init__(self, send: Send) -> None:
        self.identity: Identity | None = None
        self._send = send
        self._queue: deque[str] = deque()
        self._queued = 0
        self._wake = asyncio.Event()
        self._close_code: int | None = None
        self._writer = asyncio.create_task(self._write())

    @property
    def closing(self) -> bool:
        return self._close_code is not None

    def push(self, text: str) -> None:
        if self.closing:
            return
        if self._queued + len(text) > QUEUE_BYTES and self._queue:
            self._drop()
            return
        self._queue.append(text)
        self._queued += len(text)
        self._wake.set()

    def close(self, code: int) -> None:
        """Closes after what is queued has gone out."""
        if not self.closing:
            self._close_code = code
            self._wake.set()

    def _drop(self) -> None:
        self._close_code = TOO_SLOW
        self._queue.clear()
        self._writer.cancel()
        self._writer = asyncio.create_task(self._send_close())

    def gone(self) -> None:
        """The other side has left; nothing more can be written."""
        self._close_code = self._close_code or RESTART
        self._queue.clear()
        self._writer.cancel()

    async def _write(self) -> None:
        try:
            while True:
                while self._queue:
                    text = self._queue.popleft()
                    await self._send({"type": "websocket.send", "text": text})
                    self._queued -= len(text)
                if self.closing:
                    await self._send_close()
                    return
                self._wake.clear()
                await self._wake.wait()
        except asyncio.CancelledError:
            raise
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
