"""Where a test stands (this process, or servers of their own), and its cast.

A test that takes `server` meets the product as its users do: over HTTP and WebSocket, in a process of its
own, on rows that are committed. Its tables are emptied afterwards, and the server's log must be free of
tracebacks. Every other test meets it in this process, inside a transaction that is rolled back.
"""

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.apps import apps
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, close_old_connections, connection, transaction

from core import mail
from tests.support.people import Person, Place, introduce
from tests.support.server import Redis, Server
from tests.support.worlds import Cast, World, build

KEPT_TABLES = {"django_content_type", "auth_permission", "django_migrations"}
logging.getLogger("httpx").setLevel(logging.WARNING)


class InProcess(httpx.WSGITransport):
    """Leaves the transaction of the test open, as Django's own test client does."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request_started.disconnect(close_old_connections)
        request_finished.disconnect(close_old_connections)
        try:
            response = super().handle_request(request)
            response.read()
            return response
        finally:
            request_started.connect(close_old_connections)
            request_finished.connect(close_old_connections)


# ── Where ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What this test writes is seen by other processes."""
    with django_db_blocker.unblock():
        yield
        connection.close()
        empty_tables()


def empty_tables(tries: int = 5) -> None:
    """Faster than TRUNCATE; foreign keys are checked when it is over, so any order will do.

    A server may still be reading the log behind the last answer: what it wrote meanwhile goes the next time.
    """
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - KEPT_TABLES
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in sorted(tables):
                cursor.execute(f'DELETE FROM "{table}"')
    except DatabaseError:
        if tries == 1:
            raise
        empty_tables(tries - 1)


@pytest.fixture
def db(request: pytest.FixtureRequest) -> None:
    alone = not {"committed", "server"} & set(request.fixturenames)
    request.getfixturevalue("_django_db_helper" if alone else "committed")


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=30, limits=httpx.Limits(max_connections=100)) as client:
        yield client


@pytest.fixture(scope="session")
def here() -> Iterator[Place]:
    """The product in this process."""
    transport = InProcess(app=get_wsgi_application(), raise_app_exceptions=False)
    with httpx.Client(transport=transport) as client:
        yield Place(client, "http://testserver")


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """For the servers: a Redis of their own where one can be started; none beside SQLite."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield ""
    elif not Redis.is_here():
        yield settings.REDIS_URL
    else:
        redis = Redis(tmp_path_factory.mktemp("redis")).start()
        yield redis.url
        redis.stop()


@pytest.fixture(scope="session")
def servers(
    django_db_setup: None,
    django_db_blocker: Any,
    redis_url: str,
    http: httpx.Client,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[list[Server]]:
    """Two processes of the product."""
    folder = tmp_path_factory.mktemp("servers")
    with django_db_blocker.unblock():
        both = [Server(folder / name, client=http, redis_url=redis_url) for name in ("one", "two")]
    with contextlib.ExitStack() as running:
        for server in both:
            running.callback(server.start().stop)
        yield [server.wait() for server in both]
    with django_db_blocker.unblock():
        end_other_sessions()


def end_other_sessions() -> None:
    """PostgreSQL notices that a process is gone a moment later, and drops no database before."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def server(committed: None, servers: list[Server]) -> Iterator[Server]:
    for one in servers:
        one.new_log()
    yield servers[0]
    for one in servers:
        assert not one.broken()


@pytest.fixture
def neighbour(server: Server, servers: list[Server]) -> Server:
    """A second process beside `server`."""
    return servers[1]


@pytest.fixture
def everywhere(server: Server, servers: list[Server], redis_url: str) -> list[Server]:
    """The processes that hear of each other at once: without Redis there is one."""
    return servers if redis_url else [server]


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[Redis]:
    """A Redis that this test may flush and stop."""
    if not Redis.is_here():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("redis-server is not here")
    redis = Redis(tmp_path).start()
    yield redis
    redis.stop()


# ── Who ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None) -> Cast:
    place = request.getfixturevalue("server" if "server" in request.fixturenames else "here")
    return {name: Person(name, user, place) for name, user in introduce().items()}


@pytest.fixture
def nobody(cast: Cast) -> Person:
    """Not signed in."""
    return Person("nobody", None, cast["ada"].place)


@pytest.fixture
def ada(cast: Cast) -> Person:
    """Owner."""
    return cast["ada"]


@pytest.fixture
def anna(cast: Cast) -> Person:
    """Admin."""
    return cast["anna"]


@pytest.fixture
def bob(cast: Cast) -> Person:
    """Member."""
    return cast["bob"]


@pytest.fixture
def cleo(cast: Cast) -> Person:
    """Viewer."""
    return cast["cleo"]


@pytest.fixture
def dan(cast: Cast) -> Person:
    """Was a member, and left."""
    return cast["dan"]


@pytest.fixture
def eve(cast: Cast) -> Person:
    """Outsider."""
    return cast["eve"]


@pytest.fixture
def world(cast: Cast) -> World:
    """A project with something of everything in it."""
    return build(cast)


# ── Mail ──────────────────────────────────────────────────────────────────────────────────────────


class AtOnce:
    """In place of the threads that send mail: they would not see a test's rows, which are not committed."""

    def submit(self, guarded: Any, work: Any, *args: Any) -> None:
        work(*args)


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]) -> list[Any]:
    """What has been mailed."""
    monkeypatch.setattr(mail, "POOL", AtOnce())
    return mailoutbox
