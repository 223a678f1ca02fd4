"""The database is away: every door answers 503 with Retry-After, and all goes on when it is back."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from django.db import connection

from tests.support.payloads import new_card
from tests.support.people import API, CSRF, Person
from tests.support.server import Server, database_url
from tests.support.sockets import SocketClient
from tests.support.tcp_relay import TcpRelay
from tests.support.uploads import form
from tests.support.worlds import Cast, World, build_empty, fresh_id

pytestmark = pytest.mark.slow


@pytest.fixture
def database() -> Iterator[TcpRelay]:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is a file, which is never away")
    config = connection.settings_dict
    with TcpRelay(config["HOST"], int(config["PORT"] or 5432)) as relay:
        yield relay


@pytest.fixture
def shaken(
    committed: None, database: TcpRelay, http: httpx.Client, tmp_path: Path, redis_url: str
) -> Iterator[Server]:
    url = re.sub(r"(@[^:/]+)(:\d+)?/", rf"\1:{database.port}/", database_url())
    limits = {"DATABASE_URL": url, "DATABASE_POOL_SECONDS": "1"}
    with Server(tmp_path / "shaken", client=http, redis_url=redis_url, **limits) as server:
        yield server


@pytest.fixture
def world(cast: Cast) -> World:
    return build_empty(cast)


def uploaded(person: Person, world: World, content: bytes, key: str) -> httpx.Response:
    body, kind = form("notes.txt", content)
    headers = {"content-type": kind, "cookie": person.cookies, "x-csrftoken": CSRF, "idempotency-key": key}
    return person.site.send("POST", f"{API}/files?project_id={world.id}", body, **headers)


def test_every_door_says_that_it_is_for_a_moment(
    world: World, bob: Person, shaken: Server, database: TcpRelay
) -> None:
    bob, key = bob.at(shaken), fresh_id()
    assert bob.browse("/projects").status_code == 200
    with_token = {"Authorization": f"Bearer {bob.token}"}
    database.take_away()
    answers = [
        bob.browse(f"/projects/{world.id}"),
        bob.browse("/profile", {"display_name": "Bob"}),
        bob.post("/cards", new_card(world)),
        bob.browse(f"{API}/projects/{world.id}/changes"),
        uploaded(bob, world, b"something", key),
        uploaded(bob, world, b"something " * 20_000, key),
    ]
    assert [(each.status_code, each.headers["retry-after"]) for each in answers] == [(503, "2")] * len(
        answers
    )
    for credentials in (with_token, {"Cookie": bob.cookies, "Origin": shaken.url}):
        assert SocketClient(shaken.url, headers=credentials).close_code() == 1013

    database.bring_back()
    with bob.socket() as socket:
        assert socket.join(world.id)["seq"] == world.seq
    first, again = (uploaded(bob, world, b"something", key) for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    assert not shaken.broken()
