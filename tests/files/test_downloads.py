"""Downloads from a real server: streamed in chunks, and stopped when access ends."""

import time
from typing import Any

import pytest

from tests.files.raw_http import connection
from tests.files.server_resources import ServerResources
from tests.files.storages import Storage
from tests.support.people import API, Person
from tests.support.uploads import MIB, send, text
from tests.support.worlds import World

CONTENT = text(10 * MIB)


@pytest.fixture
def big(storage: Storage, world: World, bob: Person) -> dict[str, Any]:
    return send(bob, world.id, "big.txt", CONTENT).json()


def test_a_download_is_given_out_without_being_held(
    big: dict[str, Any], bob: Person, resources: ServerResources
) -> None:
    path = f"/files/{big['id']}"
    bob.get(path)
    fresh = ServerResources(resources.server)
    for _ in range(3):
        assert bob.get(path).content == CONTENT
    assert bob.get(path, range="bytes=5000000-5000009").content == CONTENT[5_000_000:5_000_010]
    assert fresh.grown() < 6 * MIB


def test_who_stops_reading_leaves_nothing_open(
    big: dict[str, Any], storage: Storage, bob: Person, resources: ServerResources
) -> None:
    for _ in range(5):
        with connection(bob) as opened:
            result = f"GET {API}/files/{big['id']} HTTP/1.1\r\nHost: {bob.site.url[7:]}\r\n"
            opened.sendall(f"{result}Authorization: Bearer {bob.token}\r\n\r\n".encode())
            assert opened.recv(1000).startswith(b"HTTP/1.1 200")
    deadline = time.monotonic() + 10
    while resources.opened(world_of(big)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert resources.opened(world_of(big)) == []
    assert bob.get(f"/files/{big['id']}").content == CONTENT


def world_of(file: dict[str, Any]) -> str:
    """Part of the file's path on disk."""
    return str(file["projectId"])


def test_who_is_removed_loses_the_download_at_once(
    big: dict[str, Any], world: World, ada: Person, cleo: Person
) -> None:
    path = f"/files/{big['id']}"
    page = {"cookie": cleo.cookies}
    assert cleo.get(path).status_code == 200
    assert cleo.site.send("GET", API + path, **page).status_code == 200
    ada.delete(f"/projects/{world.id}/members/{cleo.id}")
    assert cleo.get(path).status_code == 404
    assert cleo.site.send("GET", API + path, **page, range="bytes=0-9").status_code == 404
    tag = {"if-none-match": f'"{big["sha256"]}"'}
    assert cleo.site.send("GET", API + path, **page, **tag).status_code == 404
