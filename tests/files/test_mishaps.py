"""Storage goes away, a disk is full: refused clearly, nothing half-stored, no mistake of ours."""

import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.files.base import ContentFile

from files.errors import StorageAway, StorageFull
from files.models import File
from files.storage.backends import keep, part, whole
from tests.files.places import Bucket, Folder
from tests.files.places import Place as Storage
from tests.support.people import Person, Place
from tests.support.server import Server
from tests.support.uploads import MIB, form, picture, send, text
from tests.support.worlds import World

SOON = 15.0
"""Seconds after which nobody should still wait for a refusal."""


@pytest.fixture(params=["disk", "s3"])
def own(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Storage:
    """Storage that this test may take away."""
    if request.param == "s3":
        place: Storage = request.getfixturevalue("own_bucket")
    else:
        place = Folder(tmp_path / "files")
    settings.STORAGES = {**settings.STORAGES, "files": place.options()}
    return place


def refused(answer: httpx.Response) -> bool:
    told = answer.json()
    seconds = answer.headers.get("retry-after")
    return (answer.status_code, told["code"], seconds) == (503, "unavailable", str(told["retryAfter"]))


# ── Away ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def house(
    own: Storage, committed: None, http: httpx.Client, redis_url: str, tmp_path: Path
) -> Iterator[Server]:
    with Server(tmp_path / "house", client=http, redis_url=redis_url, **own.environment()) as house:
        yield house
        assert not house.broken()


def test_while_storage_is_away_files_are_refused_and_all_else_goes_on(
    own: Storage, world: World, bob: Person, house: Server
) -> None:
    bob = bob.at(house)
    told = send(bob, world.id, "a.png", picture()).json()
    assert bob.get("/health").json()["status"] == "ok"
    before = (world.seq, File.objects.count())

    own.leave()
    began = time.monotonic()
    for answer in (
        send(bob, world.id, "b.png", picture()),
        bob.get(f"/files/{told['id']}"),
        bob.get(f"/files/{told['id']}", range="bytes=0-1"),
        bob.get(f"/files/{told['id']}/thumbnail"),
    ):
        assert refused(answer)
        assert "storage" in answer.json()["detail"]
    assert time.monotonic() - began < 4 * SOON
    assert (world.seq, File.objects.count()) == before
    assert bob.call("HEAD", f"/files/{told['id']}").status_code == 200
    health = bob.get("/health")
    assert (health.status_code, health.json()["checks"]["storage"]) == (503, "away")
    assert bob.post(f"/projects/{world.id}/labels", {"name": "x", "color": "red"}).status_code == 201
    assert bob.delete(f"/files/{told['id']}").status_code == 200

    own.come_back()
    assert send(bob, world.id, "b.png", picture()).status_code == 201
    assert bob.get("/health").status_code == 200


def test_an_s3_server_that_does_not_answer_is_not_waited_for_long(
    own_bucket: Bucket, committed: None, world: World, bob: Person, http: httpx.Client, tmp_path: Path
) -> None:
    with Server(tmp_path / "house", client=http, **own_bucket.environment()) as house:
        bob = bob.at(house)
        assert send(bob, world.id, "a.txt", b"words").status_code == 201
        own_bucket.process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        with httpx.Client(timeout=60) as patient:
            answer = send(bob.at(Place(patient, house.url)), world.id, "b.txt", b"words")
        own_bucket.process.send_signal(signal.SIGCONT)
        assert refused(answer)
        assert time.monotonic() - began < 2 * SOON
        assert File.objects.filter(name="b.txt").count() == 0
        assert not house.broken()


def test_storage_that_is_away_is_named_in_the_log_in_one_line(
    own: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    own.leave()
    with pytest.raises(StorageAway):
        keep("x/a", ContentFile(b"x"))
    said = [record for record in caplog.records if record.name == "kanban.files"]
    assert {(record.levelname, record.exc_info) for record in said} == {("WARNING", None)}


@pytest.mark.parametrize("read", [whole, lambda key: part(key, 0, 1)], ids=["whole", "part"])
def test_bytes_that_are_not_there_are_a_refusal(own: Storage, read: Any) -> None:
    with pytest.raises(StorageAway):
        read("x/nothing")


# ── Full ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def little_room() -> Iterator[None]:
    """No file may grow beyond a mebibyte: the kernel ends the writing in the middle, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MIB, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("storage", ["disk"], indirect=True)
def test_what_does_not_fit_on_the_disk_leaves_nothing_there(storage: Storage, little_room: None) -> None:
    keep("x/small", ContentFile(text(MIB)))
    with pytest.raises(StorageFull, match="no room"):
        keep("x/big", ContentFile(text(MIB + 1)))
    assert storage.held() == {"x/small"}


def test_a_form_whose_file_does_not_fit_for_the_moment_is_refused(
    storage: Storage, world: World, bob: Person, little_room: None
) -> None:
    answer = send(bob, world.id, "big.txt", text(4 * MIB))
    assert refused(answer)
    assert "no room" in answer.json()["detail"]
    assert storage.held() == set()


def test_so_is_the_form_of_a_page(storage: Storage, world: World, bob: Person, little_room: None) -> None:
    body, kind = form("big.txt", text(4 * MIB))
    answer = bob.place.send(
        "POST", f"/projects/{world.id}/files", body, **{"cookie": bob.cookies, "content-type": kind}
    )
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "no room" in answer.text


def test_an_upload_that_does_not_fit_on_the_servers_disk_is_refused(
    world: World, bob: Person, committed: None, http: httpx.Client, tmp_path: Path, storage: Storage
) -> None:
    """Its first place is the temporary folder, where Django keeps a body while it comes."""
    with Server(tmp_path / "house", client=http, **storage.environment()) as house:
        resource.prlimit(house.process.pid, resource.RLIMIT_FSIZE, (6 * MIB, 6 * MIB))
        bob = bob.at(house)
        before = (world.seq, File.objects.count())
        answer = send(bob, world.id, "big.txt", text(9 * MIB))
        assert refused(answer)
        assert "no room" in answer.json()["detail"]
        assert (world.seq, File.objects.count()) == before
        assert storage.held() == set()
        assert send(bob, world.id, "small.txt", text(MIB)).status_code == 201
        assert not house.broken()
