"""Frames that no application sees and handshakes that it does not get keep a process from nobody."""

import contextlib
import inspect
import socket
import struct
import time

import pytest
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import Protocol

from kanban.server import sockets
from projects.realtime.sockets import FLOOD
from tests.files.raw_http import read_answer
from tests.support.people import Person
from tests.support.server import Server

pytestmark = pytest.mark.hostile

MIB = 1024 * 1024
KEY = "Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
HEAD = f"/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n{KEY}"


def frame(opcode: int, payload: bytes = b"", *, final: bool = True) -> bytes:
    return bytes((opcode | 0x80 * final, 0x80 | len(payload), 0, 0, 0, 0)) + payload


FLOODS = {
    "pings": (b"", frame(9)),
    "long pings": (b"", frame(9, b"x" * 125)),
    "pongs": (b"", frame(10)),
    "empty fragments": (frame(1, final=False), frame(0, final=False)),
    "empty messages": (b"", frame(1)),
}
REFUSED = {
    "another method": "POST " + HEAD,
    "a body": "GET " + HEAD + "Content-Length: 5\r\n",
    "a long header": "GET " + HEAD + f"Sec-WebSocket-Protocol: {'a,' * 10_000}a\r\n",
    "many headers": "GET " + HEAD + "X-Header: value\r\n" * 300,
}


def connected(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=20)


def code_in(received: bytes) -> int:
    """Return the code of the close frame that ends what was received."""
    return int(struct.unpack(">H", received[received.rindex(b"\x88") + 2 :][:2])[0])


def test_uvicorn_is_built_as_the_limits_of_sockets_expect() -> None:
    """Before a new version, read its changes to this class, and then kanban/server/sockets.py."""
    source = inspect.getsource(WebSocketsSansIOProtocol)
    for used in (
        "self.conn.receive_data(data)",
        "self.conn.events_received()",
        "self.handshake_initiated = True",
    ):
        assert used in source
    assert "self.close_sent = True" in inspect.getsource(WebSocketsSansIOProtocol.handle_parser_exception)
    assert "self.events" in inspect.getsource(Protocol.events_received)
    assert "call_later(self.close_timeout" in inspect.getsource(WebSocketsSansIOProtocol.send)


@pytest.mark.parametrize("what", REFUSED)
def test_a_handshake_that_cannot_be_read_is_refused_and_closed(what: str, server: Server) -> None:
    with connected(server) as link:
        link.sendall(f"{REFUSED[what]}\r\n".encode())
        assert read_answer(link).status in (400, 405, 431)
        with contextlib.suppress(ConnectionError):
            assert link.recv(100) == b""


@pytest.mark.parametrize(
    "head",
    [HEAD.replace("/ws", "/elsewhere"), HEAD + "Authorization: Bearer x\r\n"],
    ids=["an unknown path", "a bad token"],
)
def test_who_does_not_answer_a_close_keeps_the_connection_for_a_moment_only(
    head: str, server: Server
) -> None:
    with connected(server) as link:
        link.sendall(f"GET {head}\r\n".encode())
        began, received = time.monotonic(), b""
        with contextlib.suppress(ConnectionError):
            while more := link.recv(4096):
                received += more
        assert b" 101 " in received
        assert code_in(received) in (4401, 4403)
        assert time.monotonic() - began < 5


@pytest.mark.parametrize("what", FLOODS)
def test_a_flood_of_frames_is_closed_and_delays_nobody(what: str, server: Server, bob: Person) -> None:
    first, piece = FLOODS[what]
    with connected(server) as link:
        link.sendall(f"GET {HEAD}\r\n".encode())
        assert b"101" in link.recv(4096)
        began, sent = time.monotonic(), 0
        with contextlib.suppress(ConnectionError):
            link.sendall(first)
            while sent < 4 * MIB:
                link.sendall(piece * 1000)
                sent += len(piece) * 1000
        assert bob.get("/me").status_code == 200
        assert time.monotonic() - began < 3
        assert sent < 4 * MIB


@pytest.mark.parametrize("what", ["pings", "empty fragments"])
def test_a_flood_is_told_why_it_ends(what: str, server: Server) -> None:
    first, piece = FLOODS[what]
    with connected(server) as link:
        link.sendall(f"GET {HEAD}\r\n".encode())
        link.recv(4096)
        link.sendall(first + piece * 1100)
        received = b""
        with contextlib.suppress(ConnectionError):
            while more := link.recv(4096):
                received += more
        assert code_in(received) == FLOOD


def test_the_server_closes_with_the_code_of_the_product() -> None:
    assert sockets.FLOOD == FLOOD
