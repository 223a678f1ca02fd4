"""uvicorn's HTTP protocol with limits: bytes of a head, time for head and body, and connections.

uvicorn itself limits none of them with httptools. Counting and time-outs for all connections of a process are
in kanban/server/connections.py; this class reports to it where a request is. WebSockets leave it with their
handshake: uvicorn pings them, and the consumer wants a sign-in soon.

This uses methods of uvicorn that are no public interface; tests/security/test_server_limits.py fails first
where a new version is built otherwise.
"""

import asyncio
import json
from enum import Enum
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kanban.server.connections import connections_of, network

MAX_HEAD_BYTES = 64 * 1024
"""Bytes of the request line and all headers, and likewise of trailers. Usual requests have 1 to 4 KiB."""
RETRY_SECONDS = 2
STILL_SECONDS = 3.0
"""How long a server that stops lets a request stand still."""


class Phase(Enum):
    """What the server is waiting for from the client."""

    HEAD = "head"
    BODY = "body"
    NOTHING = "nothing"


class HeadTooLarge(Exception):
    """The request line and the headers together exceed MAX_HEAD_BYTES."""


class LimitedProtocol(HttpToolsProtocol):
    """One connection. Its phase began at `since`; `received` counts the bytes of body since then."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_connections = connections_of(self.server_state)
        self.phase = Phase.NOTHING
        self.since = 0.0
        self.received = 0
        self._head_bytes = 0
        self._bytes_without_progress = 0
        self._running: Any = None

    @property
    def address(self) -> str:
        return network(self.client[0]) if self.client else ""

    def is_reading(self) -> bool:
        """Whether the server takes what the client sends; else it is not the client that is slow."""
        return not self.flow.read_paused

    # ── The connection ────────────────────────────────────────────────────────────────────────────
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.open_connections.admit(self):
            self._enter(Phase.HEAD)
        else:
            self.refuse(503, "unavailable", "The server has too many connections.")

    def connection_lost(self, exc: Exception | None) -> None:
        self._enter(Phase.NOTHING)
        self.open_connections.leave(self)
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        if self.phase is Phase.NOTHING and (self.cycle is None or self.cycle.response_complete):
            self._enter(Phase.HEAD)  # before the parser: it says nothing about blank lines before a request
        self._bytes_without_progress += len(data)
        super().data_received(data)
        if self._bytes_without_progress > MAX_HEAD_BYTES and self.phase is not Phase.NOTHING:
            self._refuse_head()

    def handle_websocket_upgrade(self) -> None:
        self._enter(Phase.NOTHING)
        super().handle_websocket_upgrade()

    def shutdown(self) -> None:
        """Close the connection, or after its request. One whose client stands still is not waited for."""
        super().shutdown()
        if not self.transport.is_closing():
            self._expect_progress(self._progress())

    def _expect_progress(self, before: tuple[int, int]) -> None:
        self.loop.call_later(STILL_SECONDS, self._judge_progress, before)

    def _judge_progress(self, before: tuple[int, int]) -> None:
        if self.transport.is_closing():
            return
        now = self._progress()
        waits_for_client = self.phase is Phase.BODY or now[1] > 0
        if waits_for_client and now == before:
            self.drop()
        else:
            self._expect_progress(now)

    def _progress(self) -> tuple[int, int]:
        """Return the bytes of body received, and those that wait to be sent."""
        return self.received, self.transport.get_write_buffer_size()

    # ── The parser ────────────────────────────────────────────────────────────────────────────────
    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_bytes = 0
        if self.phase is not Phase.HEAD:
            self._enter(Phase.HEAD)

    def on_url(self, url: bytes) -> None:
        self._count_head(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count_head(len(name) + len(value) + 4)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._bytes_without_progress = 0
        super().on_headers_complete()
        self._enter(Phase.BODY)

    def on_body(self, body: bytes) -> None:
        self._bytes_without_progress = 0
        self.received += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._bytes_without_progress = 0
        self._enter(Phase.NOTHING)
        super().on_message_complete()

    def _count_head(self, count: int) -> None:
        """Raise HeadTooLarge, at which the parser stops, and uvicorn calls `send_400_response`."""
        self._head_bytes += count
        if self._head_bytes > MAX_HEAD_BYTES:
            raise HeadTooLarge

    # ── Refusals ──────────────────────────────────────────────────────────────────────────────────
    def send_400_response(self, msg: str) -> None:
        if self._head_bytes > MAX_HEAD_BYTES:
            self._refuse_head()
        else:
            self.refuse(400, "invalid", msg)

    def _refuse_head(self) -> None:
        self.refuse(431, "too_large", "The headers of the request are too large.")

    def time_out(self) -> None:
        """Close a connection that sends its request too slowly; without a word if it has sent nothing at all.

        Browsers open connections ahead of their requests.
        """
        if self.phase is Phase.HEAD and not self._bytes_without_progress:
            self._enter(Phase.NOTHING)
            self.transport.close()
        else:
            self.refuse(408, "timeout", "The request was sent too slowly.")

    def drop(self) -> None:
        """Close a connection at once, to make room."""
        self._enter(Phase.NOTHING)
        if self._running is not None:
            self._running.disconnected = True  # of pipelined requests, uvicorn tells only the last
        self.transport.abort()

    def refuse(self, status: int, code: str, detail: str) -> None:
        """Send an error, unless a response has begun, and close."""
        self._enter(Phase.NOTHING)
        self._bytes_without_progress = 0
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            self.transport.write(self._error(status, code, detail))
        self.transport.close()

    def _error(self, status: int, code: str, detail: str) -> bytes:
        body = json.dumps({"code": code, "detail": detail}).encode()
        headers = [
            *self.server_state.default_headers,
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
            *([(b"retry-after", str(RETRY_SECONDS).encode())] if status == 503 else []),
        ]
        head = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
        return STATUS_LINE[status] + head + b"\r\n" + body

    def _enter(self, phase: Phase) -> None:
        self.open_connections.stop_waiting(self)
        self.phase, self.since, self.received = phase, self.loop.time(), 0
        if phase is not Phase.NOTHING:
            self.open_connections.wait_for(self, head=phase is Phase.HEAD)
