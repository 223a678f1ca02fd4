"""Past ASGI: a frame is made once for all sockets and written to the transport of uvicorn's protocol.

uvicorn promises nothing of this. Only a protocol that is exactly as expected here is taken (what that is, the
tests say); every other server is sent messages, as ASGI has it.
"""

from typing import Any

from django.conf import settings
from websockets.protocol import State

PROTOCOL = "WebSocketsSansIOProtocol"
TRANSPORT_BYTES = 64 * 1024
"""What may lie in a transport, unread by the other side, before more is kept back in the socket's queue."""


def frame_of(text: str) -> bytes:
    """A whole text message in one frame, unmasked and not compressed (RFC 6455, 5.2)."""
    body = text.encode()
    if len(body) < 126:
        head = bytes((0x81, len(body)))
    elif len(body) < 65536:
        head = b"\x81\x7e" + len(body).to_bytes(2, "big")
    else:
        head = b"\x81\x7f" + len(body).to_bytes(8, "big")
    return head + body


class Line:
    """The way to one client. What uvicorn writes to the transport itself is written at once as well, so that
    the order of the two is the order of the calls."""

    __slots__ = ("_connection", "_transport")

    def __init__(self, connection: Any, transport: Any) -> None:
        self._connection, self._transport = connection, transport

    def write(self, frames: bytes) -> bool:
        """False: nothing was written, because the socket is closing or its client reads too slowly."""
        transport = self._transport
        if (
            self._connection.state is not State.OPEN
            or transport.is_closing()
            or transport.get_write_buffer_size() > TRANSPORT_BYTES
        ):
            return False
        transport.write(frames)
        return True


def line_of(send: object) -> Line | None:
    """`send` is that of an accepted socket. None: it is to be awaited, as any other."""
    protocol = getattr(send, "__self__", None)
    if not settings.PREFRAMED or type(protocol).__name__ != PROTOCOL:
        return None
    connection, transport = getattr(protocol, "conn", None), getattr(protocol, "transport", None)
    if getattr(connection, "state", None) is not State.OPEN or getattr(connection, "extensions", None) != []:
        return None
    needed = ("write", "is_closing", "get_write_buffer_size")
    return Line(connection, transport) if all(hasattr(transport, name) for name in needed) else None
