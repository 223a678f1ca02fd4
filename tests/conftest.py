"""Fixtures of all tests: where the product runs (in this process or as servers), and its people.

A test that takes `server` uses the product over HTTP and WebSocket, in a process of its own, on committed
rows. The tables are emptied after it, and the server's log must be free of tracebacks. Every other test
calls the product in this process, inside a transaction that is rolled back.
"""

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from django.apps import apps
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, close_old_connections, connection, transaction

from accounts.auth.request_rate import BUCKETS
from core import mail
from tests.support.people import Person, Site, introduce
from tests.support.server import Redis, Server
from tests.support.worlds import Cast, World, build

KEPT_TABLES = {"django_content_type", "auth_permission", "django_migrations"}
logging.getLogger("httpx").setLevel(logging.WARNING)


class InProcess(httpx.WSGITransport):
    """WSGI transport that keeps the test's transaction open, as Django's test client does."""

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


# ── Server ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Commit what the test writes, so that other processes see it. Empties all tables afterwards."""
    with django_db_blocker.unblock():
        yield
        connection.close()
        empty_tables()


def empty_tables(tries: int = 5) -> None:
    """Delete all rows. Faster than TRUNCATE; foreign keys are checked at commit, so the order is free.

    A server may still write after its last response (it reads the log in the background). Its rows can make
    the deletion fail, so it is tried again.
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
def in_process() -> Iterator[Site]:
    """The product in this process, called over WSGI."""
    transport = InProcess(app=get_wsgi_application(), raise_app_exceptions=False)
    with httpx.Client(transport=transport) as client:
        yield Site(client, "http://testserver", settings.PUBLIC_URL)


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of the Redis that servers use: started for the tests where possible; empty with SQLite."""
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
    """Two server processes of the product, for the whole session."""
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
    """Close other sessions. PostgreSQL notices the end of a process late, and drops no database in use."""
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
def second_server(server: Server, servers: list[Server]) -> Server:
    """The second server process."""
    return servers[1]


@pytest.fixture
def connected_servers(server: Server, servers: list[Server], redis_url: str) -> list[Server]:
    """The servers that share a channel layer: both with Redis, else only the first."""
    return servers if redis_url else [server]


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[Redis]:
    """A Redis server that only this test uses, so that it may flush and stop it."""
    if not Redis.is_here():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("redis-server is not here")
    redis = Redis(tmp_path).start()
    yield redis
    redis.stop()


# ── People ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None) -> Cast:
    site = request.getfixturevalue("server" if "server" in request.fixturenames else "in_process")
    return {name: Person(name, user, site) for name, user in introduce().items()}


@pytest.fixture
def nobody(cast: Cast) -> Person:
    """A visitor who is not signed in."""
    return Person("nobody", None, cast["ada"].site)


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
    """Former member."""
    return cast["dan"]


@pytest.fixture
def eve(cast: Cast) -> Person:
    """Outsider."""
    return cast["eve"]


@pytest.fixture
def world(cast: Cast) -> World:
    """A project that holds at least one row of every kind."""
    return build(cast)


# ── Limits ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(autouse=True)
def fresh_limits(settings: Any) -> None:
    """Reset the counters of rate limits of this process: those in Redis outlive a run of the tests."""
    settings.RATELIMIT_CACHE_PREFIX = f"{uuid4()}:"
    BUCKETS.clear()


# ── Mail ──────────────────────────────────────────────────────────────────────────────────────────


class SynchronousPool:
    """Replaces the mail threads, which would not see a test's uncommitted rows; runs the work at once."""

    def submit(self, guarded: Any, work: Any, *args: Any) -> None:
        work(*args)


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]) -> list[Any]:
    """Messages that were sent, sent synchronously."""
    monkeypatch.setattr(mail, "POOL", SynchronousPool())
    return mailoutbox
