"""Concurrent uploads to a real server."""

import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from files.models import File
from files.quota import used_bytes
from tests.files.storages import Storage
from tests.support.people import Person, Site
from tests.support.server import Server
from tests.support.uploads import MIB, picture, send, text
from tests.support.worlds import World, fresh_id

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    result: list[Any] = [None] * count

    def run(number: int) -> None:
        result[number] = act(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return result


def alone(person: Person) -> Person:
    """The person with an HTTP client of their own: clearing cookies affects all threads of a client."""
    return person.at(Site(httpx.Client(timeout=60), person.site.url))


def test_the_same_key_at_once_is_one_upload(
    storage: Storage, world: World, server: Server, bob: Person
) -> None:
    key, people = fresh_id(), [alone(bob) for _ in range(6)]
    result = at_once(6, lambda number: send(people[number], world.id, "a.png", picture(), key=key))
    assert [answer.status_code for answer in result] == [201] * 6
    assert len({answer.json()["id"] for answer in result}) == 1
    assert File.objects.filter(name="a.png").count() == 1
    assert bob.get(f"/files/{result[0].json()['id']}/thumbnail").status_code == 200  # waits until it is made
    assert len(storage.held()) == 2


def test_what_comes_at_once_takes_no_more_than_there_is_room_for(
    storage: Storage, world: World, server: Server, bob: Person
) -> None:
    """The quota of a project is 64 MiB on the servers of these tests."""
    File.objects.filter(project_id=world.id, name="loose.txt").update(size=10 * MIB)
    for _ in range(4):
        send(bob, world.id, "big.txt", text(10 * MIB))
    people = [alone(bob) for _ in range(6)]
    result = at_once(6, lambda number: send(people[number], world.id, f"{number}.txt", text(5 * MIB)))
    codes = sorted(answer.status_code for answer in result)
    assert codes == [201, 201, 413, 413, 413, 413]
    assert used_bytes(world.id) <= 64 * MIB  # type: ignore[arg-type]
    assert len(storage.held()) == 4 + 2
