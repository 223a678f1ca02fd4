"""While strangers keep a server at its costliest work, it answers everybody else at once."""

import json
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from django.contrib.auth.hashers import make_password

from accounts.models import User
from files.models import File
from files.thumbnails.header import MAX_SCANS
from tests.support.hostile_pictures import many_scans
from tests.support.people import API, Person
from tests.support.process_tree import MemoryWatch
from tests.support.server import Server
from tests.support.uploads import MIB, form
from tests.support.worlds import World

UPLOADS, SIGN_INS = 60, 40
PASSWORD = "a long walk to the harbour"
USUAL, RARELY = 0.2, 1.0
"""Seconds in which half of the answers come, and 95 of 100. This machine also runs the strangers."""
GROWTH = 800 * MIB
"""Two workers of 256 MB, two hashes of 19 MiB, and the bodies of all requests."""


@pytest.fixture
def own_server(committed: None, http: httpx.Client, redis_url: str, tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path / "own-server", client=http, redis_url=redis_url) as own_server:
        yield own_server
        assert not own_server.broken()


def request(server: Server, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    named = {"Host": urlsplit(server.url).netloc, "Connection": "close", "Content-Length": str(len(body))}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in {**named, **headers}.items()]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines]).encode() + b"\r\n\r\n" + body


def status_of(server: Server, raw: bytes) -> int:
    """Send a request as it is and return the status of its response, which is read to its end."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as link:
        link.sendall(raw)
        received = b""
        while piece := link.recv(65536):
            received += piece
    return int(received.split()[1])


def all_at_once(work: list[Callable[[], int]]) -> tuple[list[threading.Thread], list[int]]:
    found: list[int] = []
    threads = [threading.Thread(target=lambda each=each: found.append(each())) for each in work]
    for thread in threads:
        thread.start()
    return threads, found


@pytest.mark.hostile
@pytest.mark.slow
def test_uploads_and_sign_ins_of_strangers_keep_nobody_waiting(
    own_server: Server, world: World, bob: Person, ada: Person
) -> None:
    User.objects.filter(pk=ada.id).update(password=make_password(PASSWORD))
    bob = bob.at(own_server)
    body, kind = form("scans.jpg", many_scans(MAX_SCANS - 6))
    token = {"Authorization": f"Bearer {bob.token}", "Content_Type": kind}
    upload = request(own_server, "POST", f"{API}/files?project_id={world.id}", body, **token)
    sign_ins = [
        request(
            own_server,
            "POST",
            f"{API}/auth/login",
            json.dumps({"email": email, "password": PASSWORD}).encode(),
            Content_Type="application/json",
        )
        for email in ("ada@example.com", *(f"{number}@example.com" for number in range(1, SIGN_INS)))
    ]
    health = request(own_server, "GET", f"{API}/health")
    with bob.socket() as line, MemoryWatch(own_server.process.pid) as memory:
        line.join(world.id)
        work = [upload] * UPLOADS + sign_ins
        strangers, statuses = all_at_once(
            [lambda raw=raw: status_of(own_server, raw) for raw in work]  # type: ignore[misc]
        )
        seconds: dict[str, list[float]] = {"health": [], "ping": [], "command": []}
        until = time.monotonic() + 15
        while any(thread.is_alive() for thread in strangers) or time.monotonic() < until:
            for name, ask in (
                ("health", lambda: status_of(own_server, health) == 200),
                ("ping", line.is_alive),
                ("command", lambda: line.ack_payload("card.create", card(world))),
            ):
                began = time.monotonic()
                assert ask()
                seconds[name].append(time.monotonic() - began)
            time.sleep(0.02)
    for name, taken in seconds.items():
        rare = statistics.quantiles(taken, n=20)[-1]
        assert statistics.median(taken) < USUAL, f"{name}: median of {len(taken)} answers"
        assert rare < RARELY, f"{name}: 95th percentile of {len(taken)} answers"
    assert memory.grown < GROWTH
    assert statuses.count(201) == UPLOADS
    assert set(statuses) <= {200, 201, 401, 503}
    assert statuses.count(503) <= SIGN_INS / 2, "the sign-ins that a busy machine puts off"
    assert File.objects.filter(project_id=world.id, name="scans.jpg").count() == UPLOADS


def card(world: World) -> dict[str, str]:
    return {"columnId": world.columns["todo"], "title": "Meanwhile"}
