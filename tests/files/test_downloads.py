"""Downloads from a real server: a chunk at a time, and nobody who may not."""

import time
from typing import Any

import pytest

from tests.files.places import Place
from tests.files.raw import line
from tests.files.watching import Watched
from tests.support.people import API, Person
from tests.support.uploads import MIB, send, text
from tests.support.worlds import World

CONTENT = text(10 * MIB)


@pytest.fixture
def big(storage: Place, world: World, bob: Person) -> dict[str, Any]:
    return send(bob, world.id, "big.txt", CONTENT).json()


def test_a_download_is_given_out_without_being_held(
    big: dict[str, Any], bob: Person, watched: Watched
) -> None:
    path = f"/files/{big['id']}"
    bob.get(path)
    fresh = Watched(watched.server)
    for _ in range(3):
        assert bob.get(path).content == CONTENT
    assert bob.get(path, range="bytes=5000000-5000009").content == CONTENT[5_000_000:5_000_010]
    assert fresh.grown() < 6 * MIB


def test_who_stops_reading_leaves_nothing_open(
    big: dict[str, Any], storage: Place, bob: Person, watched: Watched
) -> None:
    for _ in range(5):
        with line(bob) as opened:
            told = f"GET {API}/files/{big['id']} HTTP/1.1\r\nHost: {bob.place.url[7:]}\r\n"
            opened.sendall(f"{told}Authorization: Bearer {bob.token}\r\n\r\n".encode())
            assert opened.recv(1000).startswith(b"HTTP/1.1 200")
    deadline = time.monotonic() + 10
    while watched.opened(world_of(big)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert watched.opened(world_of(big)) == []
    assert bob.get(f"/files/{big['id']}").content == CONTENT


def world_of(told: dict[str, Any]) -> str:
    """Part of the path of its file on disk."""
    return str(told["projectId"])


def test_who_is_removed_loses_the_download_at_once(
    big: dict[str, Any], world: World, ada: Person, cleo: Person
) -> None:
    path = f"/files/{big['id']}"
    page = {"cookie": cleo.cookies}
    assert cleo.get(path).status_code == 200
    assert cleo.place.send("GET", API + path, **page).status_code == 200
    ada.delete(f"/projects/{world.id}/members/{cleo.id}")
    assert cleo.get(path).status_code == 404
    assert cleo.place.send("GET", API + path, **page, range="bytes=0-9").status_code == 404
    tag = {"if-none-match": f'"{big["sha256"]}"'}
    assert cleo.place.send("GET", API + path, **page, **tag).status_code == 404
