"""The load client's WebSocket: it costs little, so that the server is the limit.

An event is recognised by how its frame begins, and counted; JSON is read only of what is asked for.
"""

import asyncio
import base64
import os
import time
from collections.abc import Mapping
from typing import Any, cast

from bench import frames
from bench.tally import Tally

PATIENCE = 60.0
"""Seconds after which something that should come is lost."""


class Ended(Exception):
    """A server refused or closed a socket that was to stay, or refused what it was asked for."""


class Line(asyncio.Protocol):
    """One open WebSocket. `prefix` is how a frame that is an event begins; all other text goes to `hear`."""

    def __init__(self, *, prefix: bytes, tally: Tally | None = None) -> None:
        loop = asyncio.get_running_loop()
        self.events = 0
        self.code: int | None = None
        self._prefix, self._tally = prefix, tally
        self._rest = b""
        self._open = False
        self._opened: asyncio.Future[None] = loop.create_future()
        self._asked: dict[str, asyncio.Future[Any]] = {}

    def hear(self, payload: bytes) -> bool:
        """A frame that does not begin as an event does. Whether it is one after all."""
        return False

    # ── Out ───────────────────────────────────────────────────────────────────────────────────────
    async def open(self, port: int, path: str, headers: Mapping[str, str] | None = None) -> None:
        """Raises Ended, OSError, TimeoutError."""
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, "127.0.0.1", port)
        self.transport.write(_handshake(port, path, headers or {}))
        await asyncio.wait_for(self._opened, PATIENCE)

    def send(self, text: bytes) -> None:
        self.transport.write(frames.made(frames.TEXT, text))

    async def answer(self, ref: str, frame: bytes) -> Any:
        """What `hear` settles `ref` with, once `frame` is sent. Raises Ended, TimeoutError."""
        asked = self._asked[ref] = asyncio.get_running_loop().create_future()
        self.send(frame)
        return await asyncio.wait_for(asked, PATIENCE)

    def settle(self, ref: str, answer: Any) -> None:
        """`answer` may be an exception."""
        asked = self._asked.pop(ref, None)
        if asked is None or asked.done():
            return
        if isinstance(answer, Exception):
            asked.set_exception(answer)
        else:
            asked.set_result(answer)

    def stop_reading(self) -> None:
        self.transport.pause_reading()

    def close(self) -> None:
        self.transport.abort()

    # ── In ────────────────────────────────────────────────────────────────────────────────────────
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, error: Exception | None) -> None:
        why = Ended(f"closed with {self.code}" if self.code else f"connection lost: {error or 'no reason'}")
        if not self._opened.done():
            self._opened.set_exception(why)
        for ref in list(self._asked):
            self.settle(ref, why)

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        data = self._rest + data if self._rest else data
        start = 0 if self._open else self._end_of_handshake(data)
        if not self._open:
            self._rest = data
            return
        found, rest = frames.split(data, start)
        self._rest = data[rest:]
        count = 0
        for opcode, start, stop in found:
            if opcode != frames.TEXT:
                self._control(opcode, data[start:stop])
            elif data.startswith(self._prefix, start, stop) or self.hear(data[start:stop]):
                count += 1
        if count:
            self._count(count, now)

    def _count(self, count: int, now: float) -> None:
        if self._tally is not None:
            self._tally.take(self.events, count, now)
        self.events += count

    def _end_of_handshake(self, data: bytes) -> int:
        end = data.find(b"\r\n\r\n")
        if end < 0 or self._opened.done():
            return 0
        status = data[: data.find(b"\r\n")]
        if b" 101" not in status:
            self._opened.set_exception(Ended(status.decode(errors="replace")))
            self.close()
            return 0
        self._open = True
        self._opened.set_result(None)
        return end + 4

    def _control(self, opcode: int, payload: bytes) -> None:
        if opcode == frames.PING:
            self.transport.write(frames.made(frames.PONG, payload))
        elif opcode == frames.CLOSE:
            self.code = int.from_bytes(payload[:2])


def _handshake(port: int, path: str, headers: Mapping[str, str]) -> bytes:
    said = {
        "Host": f"127.0.0.1:{port}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Sec-WebSocket-Version": "13",
        **headers,
    }
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items()), "", ""]
    return "\r\n".join(lines).encode()
