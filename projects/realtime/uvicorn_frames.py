"""Writes WebSocket frames past ASGI: one frame for all sockets, straight to uvicorn's transport.

uvicorn promises none of the attributes used here. So only a protocol that is exactly as expected is used this
way (the tests say what that means); with every other server messages go through ASGI's `send`. The gain is
twelvefold: `docs/benchmarks.md` counts deliveries with this fast path and without it.
"""

from typing import Any

from django.conf import settings
from websockets.protocol import State

PROTOCOL = "WebSocketsSansIOProtocol"
TRANSPORT_BYTES = 64 * 1024
"""Bytes that may wait in a transport's buffer before further messages go to the socket's queue."""


def encode_frame(text: str) -> bytes:
    """Return a text message as one frame, unmasked and not compressed (RFC 6455, 5.2)."""
    body = text.encode()
    if len(body) < 126:
        head = bytes((0x81, len(body)))
    elif len(body) < 65536:
        head = b"\x81\x7e" + len(body).to_bytes(2, "big")
    else:
        head = b"\x81\x7f" + len(body).to_bytes(8, "big")
    return head + body


class FrameWriter:
    """Writes frames to one client's transport.

    uvicorn itself writes to the same transport without delay, so both kinds of writes keep their order.
    """

    __slots__ = ("_connection", "_transport")

    def __init__(self, connection: Any, transport: Any) -> None:
        self._connection, self._transport = connection, transport

    def write(self, frames: bytes) -> bool:
        """Write frames. Returns False and writes nothing if the socket is closing or its client too slow."""
        transport = self._transport
        if (
            self._connection.state is not State.OPEN
            or transport.is_closing()
            or transport.get_write_buffer_size() > TRANSPORT_BYTES
        ):
            return False
        transport.write(frames)
        return True


def frame_writer(send: object) -> FrameWriter | None:
    """Return a writer for an accepted socket, given its `send`. None means that `send` must be awaited."""
    protocol = getattr(send, "__self__", None)
    if not settings.PREFRAMED or PROTOCOL not in (kind.__name__ for kind in type(protocol).__mro__):
        return None
    connection, transport = getattr(protocol, "conn", None), getattr(protocol, "transport", None)
    if getattr(connection, "state", None) is not State.OPEN or getattr(connection, "extensions", None) != []:
        return None
    needed = ("write", "is_closing", "get_write_buffer_size")
    return FrameWriter(connection, transport) if all(hasattr(transport, name) for name in needed) else None
