"""The WebSocket client of the load client. It costs little CPU, so that the server is the bottleneck.

Events are recognised by how their frame begins, and only counted; JSON is parsed only for responses.
"""

import asyncio
import base64
import os
import time
from collections.abc import Mapping
from typing import Any, cast

from bench import frames
from bench.tally import Tally

TIMEOUT_SECONDS = 60.0
"""After this time an expected response counts as lost."""


class Ended(Exception):
    """A server refused or closed a socket, or refused a request."""


class Socket(asyncio.Protocol):
    """An open WebSocket. Frames that begin with `prefix` are events; all other text goes to `on_text`."""

    def __init__(self, *, prefix: bytes, tally: Tally | None = None) -> None:
        loop = asyncio.get_running_loop()
        self.events = 0
        self.code: int | None = None
        self._prefix, self._tally = prefix, tally
        self._rest = b""
        self._open = False
        self._handshake_done: asyncio.Future[None] = loop.create_future()
        self._pending: dict[str, asyncio.Future[Any]] = {}

    def on_text(self, payload: bytes) -> bool:
        """Handle a frame without the prefix of events; return True if it is an event after all."""
        return False

    # ── Sending ───────────────────────────────────────────────────────────────────────────────────────
    async def open(self, port: int, path: str, headers: Mapping[str, str] | None = None) -> None:
        """Connect and finish the handshake. Raises Ended, OSError, TimeoutError."""
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, "127.0.0.1", port)
        self.transport.write(_handshake(port, path, headers or {}))
        await asyncio.wait_for(self._handshake_done, TIMEOUT_SECONDS)

    def send(self, text: bytes) -> None:
        self.transport.write(frames.build(frames.TEXT, text))

    async def request(self, ref: str, frame: bytes) -> Any:
        """Send `frame`; return the value that `on_text` settles `ref` with. Raises Ended, TimeoutError."""
        response = self._pending[ref] = asyncio.get_running_loop().create_future()
        self.send(frame)
        return await asyncio.wait_for(response, TIMEOUT_SECONDS)

    def settle(self, ref: str, result: Any) -> None:
        """Resolve the request `ref` with a value or an exception."""
        response = self._pending.pop(ref, None)
        if response is None or response.done():
            return
        if isinstance(result, Exception):
            response.set_exception(result)
        else:
            response.set_result(result)

    def stop_reading(self) -> None:
        self.transport.pause_reading()

    def close(self) -> None:
        self.transport.abort()

    # ── Receiving ────────────────────────────────────────────────────────────────────────────────────────
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, error: Exception | None) -> None:
        reason = Ended(
            f"closed with {self.code}" if self.code else f"connection lost: {error or 'no reason'}"
        )
        if not self._handshake_done.done():
            self._handshake_done.set_exception(reason)
        for ref in list(self._pending):
            self.settle(ref, reason)

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
            elif data.startswith(self._prefix, start, stop) or self.on_text(data[start:stop]):
                count += 1
        if count:
            self._count(count, now)

    def _count(self, count: int, now: float) -> None:
        if self._tally is not None:
            self._tally.add(self.events, count, now)
        self.events += count

    def _end_of_handshake(self, data: bytes) -> int:
        end = data.find(b"\r\n\r\n")
        if end < 0 or self._handshake_done.done():
            return 0
        status = data[: data.find(b"\r\n")]
        if b" 101" not in status:
            self._handshake_done.set_exception(Ended(status.decode(errors="replace")))
            self.close()
            return 0
        self._open = True
        self._handshake_done.set_result(None)
        return end + 4

    def _control(self, opcode: int, payload: bytes) -> None:
        if opcode == frames.PING:
            self.transport.write(frames.build(frames.PONG, payload))
        elif opcode == frames.CLOSE:
            self.code = int.from_bytes(payload[:2])


def _handshake(port: int, path: str, headers: Mapping[str, str]) -> bytes:
    all_headers = {
        "Host": f"127.0.0.1:{port}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Sec-WebSocket-Version": "13",
        **headers,
    }
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in all_headers.items()), "", ""]
    return "\r\n".join(lines).encode()
