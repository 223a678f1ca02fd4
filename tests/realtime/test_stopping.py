"""A server that is told to stop: it lets go of what is idle at once, and finishes what is under way."""

import json
import signal
import socket
import time
from pathlib import Path

import httpx
import pytest

from kanban.server.protocol import STILL_SECONDS
from tests.files.raw_http import connection, head, read_answer, upload_path
from tests.support.people import Person
from tests.support.server import Server
from tests.support.sockets import SocketClient
from tests.support.uploads import form
from tests.support.worlds import Cast, World, build_empty

pytestmark = pytest.mark.slow

AT_ONCE = 2.5
"""Seconds, on a busy machine. The time-out for what is under way is 20."""


@pytest.fixture
def world(cast: Cast) -> World:
    return build_empty(cast)


@pytest.fixture
def leaving(committed: None, http: httpx.Client, tmp_path: Path, redis_url: str) -> Server:
    return Server(tmp_path / "leaving", client=http, redis_url=redis_url)


def seconds_to_end(server: Server) -> float:
    began = time.monotonic()
    server.process.wait(timeout=30)
    return time.monotonic() - began


def deaf_socket(person: Person, world: World, server: Server) -> SocketClient:
    """Open a socket whose client reads nothing of the 6 MB that it asks for."""
    card = person.post("/cards", {"columnId": world.columns["todo"], "title": "long"}).json()
    for version in range(1, 11):
        person.patch(f"/cards/{card['id']}", {"version": version, "description": str(version) * 19_000})
    narrow = socket.create_connection(("127.0.0.1", server.port))
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    headers = {"Authorization": f"Bearer {person.token}"}
    deaf = SocketClient(server.url, headers=headers, sock=narrow, max_queue=1)
    for number in range(15):
        payload = {"projectId": world.id, "since": 0}
        deaf.send(json.dumps({"type": "sync", "ref": str(number), "payload": payload}))
    time.sleep(0.5)
    return deaf


@pytest.mark.sqlite
def test_idle_pages_are_let_go_at_once(world: World, bob: Person, leaving: Server) -> None:
    with leaving:
        bob = bob.at(leaving)
        deaf = deaf_socket(bob, world, leaving)
        with bob.socket() as idle, connection(bob) as kept:
            idle.join(world.id)
            kept.sendall(b"GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert read_answer(kept).status == 200
            leaving.process.send_signal(signal.SIGTERM)
            assert idle.close_code() == 1012
            assert kept.recv(1) == b""
            assert seconds_to_end(leaving) < AT_ONCE
        del deaf


@pytest.mark.sqlite
def test_an_upload_under_way_is_finished_and_one_that_stands_still_is_not(
    world: World, bob: Person, leaving: Server
) -> None:
    with leaving:
        bob = bob.at(leaving)
        body, kind = form("notes.txt", b"something " * 1_000)
        start = head(bob, upload_path(world.id), kind, Content_Length=len(body))
        with connection(bob) as moving, connection(bob) as still:
            for link in (moving, still):
                link.sendall(start + body[:4_000])
            time.sleep(0.3)
            leaving.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            moving.sendall(body[4_000:])
            assert read_answer(moving).status == 201
            assert seconds_to_end(leaving) < STILL_SECONDS * 2 + AT_ONCE
