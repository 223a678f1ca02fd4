"""HTTP over a raw socket, for requests that no proper client sends."""

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.support.people import API, Person

PIECE = b"x" * 64 * 1024


@dataclass(frozen=True)
class RawResponse:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        return str(json.loads(self.body)["code"])


@contextlib.contextmanager
def connection(person: Person) -> Iterator[socket.socket]:
    """Open a TCP connection to the person's server."""
    host, _colon, port = person.site.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as link:
        yield link


def head(person: Person, path: str, kind: str, **headers: Any) -> bytes:
    held = {
        "Host": person.site.url.removeprefix("http://"),
        "Authorization": f"Bearer {person.token}",
        "Content-Type": kind,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in held.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def upload_path(project_id: str) -> str:
    return f"{API}/files?project_id={project_id}"


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def send_body(link: socket.socket, size: int, *, chunked: bool) -> int:
    """Send `size` bytes, or as many as the server takes; return the number sent."""
    sent = 0
    with contextlib.suppress(ConnectionError):
        while sent < size:
            link.sendall(chunk(PIECE) if chunked else PIECE)
            sent += len(PIECE)
    return sent


def read_answer(link: socket.socket) -> RawResponse:
    """Read a response up to its Content-Length, not up to the end of the connection."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(link)
    start, _blank, body = received.partition(b"\r\n\r\n")
    first, *lines = start.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _colon, value in (each.partition(": ") for each in lines)}
    while len(body) < int(headers["content-length"]):
        body += _more(link)
    return RawResponse(int(first.split()[1]), headers, body)


def _more(link: socket.socket) -> bytes:
    received = link.recv(65536)
    assert received, "the connection was closed before the response"
    return received


def is_closed(link: socket.socket, *, seconds: float) -> bool:
    """Whether the server closes the connection within `seconds`."""
    link.settimeout(0.2)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(TimeoutError):
            try:
                if not link.recv(65536):
                    return True
            except ConnectionError:
                return True
    return False
