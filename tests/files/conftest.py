"""Each test that takes `storage` runs twice: on disk, and on an S3 server that is started for it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from files.storage.backends import remove
from tests.files.places import Bucket, Folder, Place
from tests.files.watching import Watched
from tests.support.people import Person
from tests.support.server import Server
from tests.support.uploads import MIB

QUOTA = 64 * MIB
Houses = dict[str, Server]


@pytest.fixture(scope="session")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bucket]:
    bucket = Bucket(tmp_path_factory.mktemp("s3") / "moto").start()
    yield bucket
    bucket.stop()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("disk") / "files")


@pytest.fixture(params=["disk", "s3"])
def storage(request: pytest.FixtureRequest, settings: Any) -> Iterator[Place]:
    """Empty."""
    place: Place = request.getfixturevalue("bucket" if request.param == "s3" else "folder")
    settings.STORAGES = {**settings.STORAGES, "files": place.options()}
    yield place
    remove(place.held())


@pytest.fixture(scope="session")
def houses(
    django_db_setup: None, redis_url: str, http: httpx.Client, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Houses]:
    """The servers of this folder's tests, one for each storage, as they come to be needed."""
    running: Houses = {}
    yield running
    for server in running.values():
        server.stop()


@pytest.fixture
def server(
    committed: None,
    storage: Place,
    houses: Houses,
    redis_url: str,
    http: httpx.Client,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """Keeps its files in `storage`, and what it writes meanwhile in a folder of its own."""
    if storage.name not in houses:
        folder = tmp_path_factory.mktemp(storage.name)
        houses[storage.name] = Server(
            folder, client=http, redis_url=redis_url, **storage.environment(), **small(folder)
        ).start()
    server = houses[storage.name].wait()
    server.new_log()
    yield server
    assert not server.broken()


def small(folder: Path) -> dict[str, str]:
    """Room for a few files in a project, and a folder of its own for what lies around for a moment."""
    (folder / "scratch").mkdir()
    return {"TMPDIR": str(folder / "scratch"), "PROJECT_QUOTA": str(QUOTA)}


@pytest.fixture
def own_bucket(tmp_path: Path) -> Iterator[Bucket]:
    """An S3 server that this test may stop."""
    bucket = Bucket(tmp_path / "own").start()
    yield bucket
    with contextlib.suppress(OSError):
        bucket.stop()


@pytest.fixture
def watched(server: Server, bob: Person) -> Iterator[Watched]:
    """The server; nothing is left on its disk afterwards."""
    bob.get("/me")
    watched = Watched(server)
    yield watched
    assert watched.settles()
