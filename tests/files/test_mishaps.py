"""Storage is unavailable or full: a clear refusal, nothing half-stored, no server error."""

import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.files.base import ContentFile

from files.errors import StorageFull, StorageUnavailable
from files.models import File
from files.storage.backends import read_all, read_range, save_object
from tests.files.storages import Bucket, Folder, Storage
from tests.support.people import Person, Site
from tests.support.server import Server
from tests.support.uploads import MIB, form, picture, send, text
from tests.support.worlds import World

SOON = 15.0
"""Seconds within which a refusal must come."""


@pytest.fixture(params=["disk", pytest.param("s3", marks=pytest.mark.slow)])
def own(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Storage:
    """Storage that only this test uses, so that it may make it unavailable."""
    if request.param == "s3":
        place: Storage = request.getfixturevalue("own_bucket")
    else:
        place = Folder(tmp_path / "files")
    settings.STORAGES = {**settings.STORAGES, "files": place.options()}
    return place


def refused(answer: httpx.Response) -> bool:
    result = answer.json()
    seconds = answer.headers.get("retry-after")
    return (answer.status_code, result["code"], seconds) == (503, "unavailable", str(result["retryAfter"]))


# ── Away ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def own_server(
    own: Storage, committed: None, http: httpx.Client, redis_url: str, tmp_path: Path
) -> Iterator[Server]:
    with Server(tmp_path / "own-server", client=http, redis_url=redis_url, **own.environment()) as own_server:
        yield own_server
        assert not own_server.broken()


@pytest.mark.slow
def test_while_storage_is_away_files_are_refused_and_all_else_goes_on(
    own: Storage, world: World, bob: Person, own_server: Server
) -> None:
    bob = bob.at(own_server)
    result = send(bob, world.id, "a.png", picture()).json()
    assert bob.get("/health").json()["status"] == "ok"
    assert bob.get(f"/files/{result['id']}/thumbnail").status_code == 200  # waits until it is made
    before = (world.seq, File.objects.count())

    own.leave()
    began = time.monotonic()
    for answer in (
        send(bob, world.id, "b.png", picture()),
        bob.get(f"/files/{result['id']}"),
        bob.get(f"/files/{result['id']}", range="bytes=0-1"),
        bob.get(f"/files/{result['id']}/thumbnail"),
    ):
        assert refused(answer)
        assert "storage" in answer.json()["detail"]
    assert time.monotonic() - began < 4 * SOON
    assert (world.seq, File.objects.count()) == before
    assert bob.call("HEAD", f"/files/{result['id']}").status_code == 200
    health = bob.get("/health")
    assert (health.status_code, health.json()["checks"]["storage"]) == (503, "away")
    assert bob.post(f"/projects/{world.id}/labels", {"name": "x", "color": "red"}).status_code == 201
    assert bob.delete(f"/files/{result['id']}").status_code == 200

    own.come_back()
    assert send(bob, world.id, "b.png", picture()).status_code == 201
    assert bob.get("/health").status_code == 200


@pytest.mark.slow
def test_an_s3_server_that_does_not_answer_is_not_waited_for_long(
    own_bucket: Bucket, committed: None, world: World, bob: Person, http: httpx.Client, tmp_path: Path
) -> None:
    with Server(tmp_path / "own-server", client=http, **own_bucket.environment()) as own_server:
        bob = bob.at(own_server)
        assert send(bob, world.id, "a.txt", b"words").status_code == 201
        own_bucket.process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        with httpx.Client(timeout=60) as patient:
            answer = send(bob.at(Site(patient, own_server.url)), world.id, "b.txt", b"words")
        own_bucket.process.send_signal(signal.SIGCONT)
        assert refused(answer)
        assert time.monotonic() - began < 2 * SOON
        assert File.objects.filter(name="b.txt").count() == 0
        assert not own_server.broken()


def test_storage_that_is_away_is_named_in_the_log_in_one_line(
    own: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    own.leave()
    with pytest.raises(StorageUnavailable):
        save_object("x/a", ContentFile(b"x"))
    said = [record for record in caplog.records if record.name == "kanban.files"]
    assert {(record.levelname, record.exc_info) for record in said} == {("WARNING", None)}


@pytest.mark.parametrize("read", [read_all, lambda key: read_range(key, 0, 1)], ids=["whole", "part"])
def test_bytes_that_are_not_there_are_a_refusal(own: Storage, read: Any) -> None:
    with pytest.raises(StorageUnavailable):
        read("x/nothing")


# ── Full ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def little_room() -> Iterator[None]:
    """Limit file size to one mebibyte: the kernel breaks off a longer write, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MIB, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("storage", ["disk"], indirect=True)
def test_what_does_not_fit_on_the_disk_leaves_nothing_there(storage: Storage, little_room: None) -> None:
    save_object("x/small", ContentFile(text(MIB)))
    with pytest.raises(StorageFull, match="storage is full"):
        save_object("x/big", ContentFile(text(MIB + 1)))
    assert storage.held() == {"x/small"}


def test_a_form_whose_file_does_not_fit_for_the_moment_is_refused(
    storage: Storage, world: World, bob: Person, little_room: None
) -> None:
    answer = send(bob, world.id, "big.txt", text(4 * MIB))
    assert refused(answer)
    assert "storage is full" in answer.json()["detail"]
    assert storage.held() == set()


def test_a_page_s_form_is_refused_while_the_disk_is_full(
    storage: Storage, world: World, bob: Person, little_room: None
) -> None:
    body, kind = form("big.txt", text(4 * MIB))
    answer = bob.site.send(
        "POST", f"/projects/{world.id}/files", body, **{"cookie": bob.cookies, "content-type": kind}
    )
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "storage is full" in answer.text


@pytest.mark.slow
def test_an_upload_that_does_not_fit_on_the_servers_disk_is_refused(
    world: World, bob: Person, committed: None, http: httpx.Client, tmp_path: Path, storage: Storage
) -> None:
    """The temporary folder is full: Django keeps a body there while it receives it."""
    with Server(tmp_path / "own-server", client=http, **storage.environment()) as own_server:
        resource.prlimit(own_server.process.pid, resource.RLIMIT_FSIZE, (6 * MIB, 6 * MIB))
        bob = bob.at(own_server)
        before = (world.seq, File.objects.count())
        answer = send(bob, world.id, "big.txt", text(9 * MIB))
        assert refused(answer)
        assert "storage is full" in answer.json()["detail"]
        assert (world.seq, File.objects.count()) == before
        assert storage.held() == set()
        assert send(bob, world.id, "small.txt", text(MIB)).status_code == 201
        assert not own_server.broken()
