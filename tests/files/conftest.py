"""Fixtures of the file tests. A test that takes `storage` runs twice: on disk, and on an S3 server."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from files.storage.backends import delete_objects
from tests.files.server_resources import ServerResources
from tests.files.storages import Bucket, Folder, Storage
from tests.support.people import Person
from tests.support.server import Server
from tests.support.uploads import MIB

QUOTA = 64 * MIB
StorageServers = dict[str, Server]


@pytest.fixture(scope="session")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bucket]:
    bucket = Bucket(tmp_path_factory.mktemp("s3") / "moto").start()
    yield bucket
    bucket.stop()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("disk") / "files")


@pytest.fixture(params=["disk", pytest.param("s3", marks=pytest.mark.slow)])
def storage(request: pytest.FixtureRequest, settings: Any) -> Iterator[Storage]:
    """Empty storage, set as the storage of files."""
    place: Storage = request.getfixturevalue("bucket" if request.param == "s3" else "folder")
    settings.STORAGES = {**settings.STORAGES, "files": place.options()}
    yield place
    delete_objects(place.held())


@pytest.fixture(scope="session")
def storage_servers(
    django_db_setup: None, redis_url: str, http: httpx.Client, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StorageServers]:
    """Server processes for these tests, one per storage, started on first use."""
    running: StorageServers = {}
    yield running
    for server in running.values():
        server.stop()


@pytest.fixture
def server(
    committed: None,
    storage: Storage,
    storage_servers: StorageServers,
    redis_url: str,
    http: httpx.Client,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """Server that keeps files in `storage` and temporary files in its own folder."""
    if storage.name not in storage_servers:
        folder = tmp_path_factory.mktemp(storage.name)
        storage_servers[storage.name] = Server(
            folder, client=http, redis_url=redis_url, **storage.environment(), **small(folder)
        ).start()
    server = storage_servers[storage.name].wait()
    server.new_log()
    yield server
    assert not server.broken()


def small(folder: Path) -> dict[str, str]:
    """Environment with a small project quota and a temporary folder of the server's own."""
    (folder / "scratch").mkdir()
    return {"TMPDIR": str(folder / "scratch"), "PROJECT_QUOTA": str(QUOTA)}


@pytest.fixture
def own_bucket(tmp_path: Path) -> Iterator[Bucket]:
    """An S3 server that only this test uses, so that it may stop it."""
    bucket = Bucket(tmp_path / "own").start()
    yield bucket
    with contextlib.suppress(OSError):
        bucket.stop()


@pytest.fixture
def resources(server: Server, bob: Person) -> Iterator[ServerResources]:
    """Resource use of the server. No temporary file may be left after the test."""
    bob.get("/me")
    resources = ServerResources(server)
    yield resources
    assert resources.are_released()
