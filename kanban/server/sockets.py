"""uvicorn's WebSocket protocol with limits: frames a second, and the end of a handshake that cannot be read.

uvicorn reads frames as fast as they come. It answers pings, drops pongs and collects empty fragments without
the application, so that one socket with 1 MB a second of them kept a process from everybody else. It also
leaves a connection open forever whose handshake websockets refuses (a POST, or a header of 8 KiB), and for 10
seconds one whose client does not answer a close: somebody refused, whom no limit of sockets counts. On
shutdown it closes a connection once everything is written: a client that is silently gone takes nothing any
more, and would hold the process until its time-out.

This uses methods of uvicorn that are no public interface; tests/security/test_socket_floods.py says which.
"""

from typing import Any

from django.conf import settings
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode

from core.token_bucket import TokenBucket

FLOOD = 4429
"""The close code of projects/realtime/sockets.py, which can be imported only once Django is set up."""
PIECE_BYTES = 4096
"""Bytes that are read between two looks at the limit: at most 683 frames, which take 10 ms."""
COSTLY = 5
"""A control frame or a fragment counts as so many messages. Clients send a few a minute."""
BURSTS = 25
RATES = 10
"""The limit, in multiples of those for commands: whoever reaches it no longer heeds their refusals."""
CLOSE_SECONDS = 1.0
"""Time that a client has to answer a close, and on shutdown to read what was sent before the code 1012."""
BAD_REQUEST = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class LimitedSocketProtocol(WebSocketsSansIOProtocol):
    """One WebSocket, from its handshake on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.close_timeout = CLOSE_SECONDS
        self._allowed = TokenBucket(
            rate=RATES * settings.SOCKET_COMMANDS_PER_SECOND, burst=BURSTS * settings.SOCKET_COMMAND_BURST
        )

    def data_received(self, data: bytes) -> None:
        """Read frames, and before them the head of the handshake, which comes as a whole."""
        for start in range(0, len(data), PIECE_BYTES):
            if self.transport.is_closing():
                return
            super().data_received(data[start : start + PIECE_BYTES])
        if not self.handshake_initiated:
            self._refuse_handshake()

    def handle_events(self) -> None:
        cost = sum(map(_cost, self.conn.events))
        if cost and not self._allowed.take(cost):
            self._refuse_flood()
        else:
            super().handle_events()

    def shutdown(self) -> None:
        super().shutdown()
        self.loop.call_later(CLOSE_SECONDS, self.transport.abort)

    def drop(self) -> None:
        """Close the connection at once."""
        self.disconnected = True
        self.transport.abort()

    def _refuse_handshake(self) -> None:
        self.transport.write(b"".join(self.conn.data_to_send()) or BAD_REQUEST)
        self.transport.close()

    def _refuse_flood(self) -> None:
        self.conn.fail(FLOOD, "too many frames")
        if self.conn.close_sent is None:
            self.transport.abort()
        else:
            self.handle_parser_exception()


def _cost(event: object) -> int:
    if not isinstance(event, Frame):
        return 0
    return 1 if event.fin and event.opcode in (Opcode.TEXT, Opcode.BINARY) else COSTLY
