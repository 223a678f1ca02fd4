"""Requests as only a rude client sends them: by a socket, a piece at a time."""

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
class Told:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        return str(json.loads(self.body)["code"])


@contextlib.contextmanager
def line(person: Person) -> Iterator[socket.socket]:
    """An open connection to the person's server."""
    host, _colon, port = person.place.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as opened:
        yield opened


def head(person: Person, path: str, kind: str, **headers: Any) -> bytes:
    told = {
        "Host": person.place.url.removeprefix("http://"),
        "Authorization": f"Bearer {person.token}",
        "Content-Type": kind,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def upload_path(project_id: str) -> str:
    return f"{API}/files?project_id={project_id}"


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def pour(opened: socket.socket, size: int, *, chunked: bool) -> int:
    """Sends so many bytes, or as many as are taken; their number."""
    sent = 0
    with contextlib.suppress(ConnectionError):
        while sent < size:
            opened.sendall(chunk(PIECE) if chunked else PIECE)
            sent += len(PIECE)
    return sent


def read_answer(opened: socket.socket) -> Told:
    """By its Content-Length, not by the end of the line."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(opened)
    start, _blank, body = received.partition(b"\r\n\r\n")
    first, *lines = start.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _colon, value in (each.partition(": ") for each in lines)}
    while len(body) < int(headers["content-length"]):
        body += _more(opened)
    return Told(int(first.split()[1]), headers, body)


def _more(opened: socket.socket) -> bytes:
    received = opened.recv(65536)
    assert received, "the line was cut before the answer"
    return received


def is_cut(opened: socket.socket, *, seconds: float) -> bool:
    """Whether the other side ends the line in this time."""
    opened.settimeout(0.2)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(TimeoutError):
            try:
                if not opened.recv(65536):
                    return True
            except ConnectionError:
                return True
    return False
