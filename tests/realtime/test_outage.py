"""Redis or a server stops: commands still work, rooms follow the log, and everything recovers."""

import contextlib
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import connection

from tests.support.payloads import new_card
from tests.support.people import Person
from tests.support.server import Redis, Server, database_url
from tests.support.sockets import SocketClient
from tests.support.transports import RestTransport, SocketTransport, Transport
from tests.support.worlds import Cast, World, build_empty, fresh_id

pytestmark = pytest.mark.slow

SOON = 8.0
"""Seconds within which a room without Redis catches up from the log."""
AT_ONCE = 3.0
"""Seconds within which a response must come, with or without Redis, on a busy machine."""


@pytest.fixture
def pair(
    committed: None, own_redis: Redis, http: httpx.Client, tmp_path: Path
) -> Iterator[tuple[Server, Server]]:
    """Two servers with a Redis that this test may stop."""
    both = [Server(tmp_path / name, client=http, redis_url=own_redis.url) for name in ("one", "two")]
    with contextlib.ExitStack() as running:
        for server in both:
            running.callback(server.start().stop)
        yield both[0].wait(), both[1].wait()
    for server in both:
        assert not [line for line in server.broken() if "channel" not in line and "away" not in line]


@pytest.fixture
def world(cast: Cast) -> World:
    return build_empty(cast)


def health_of(person: Person) -> tuple[int, str]:
    answer = person.get("/health")
    return answer.status_code, answer.json()["status"]


def test_without_redis_commands_are_done_and_rooms_follow(
    world: World, bob: Person, cleo: Person, pair: tuple[Server, Server], own_redis: Redis
) -> None:
    one, two = pair
    bob, sockets, key = bob.at(one), SocketTransport(), fresh_id()
    with cleo.at(one).socket() as here, cleo.at(two).socket() as there:
        since = here.join(world.id)["seq"]
        there.join(world.id)
        first = bob.post("/cards", new_card(world, title="before"), key=key).json()
        assert health_of(bob) == (200, "ok")

        own_redis.stop()
        for number in range(6):
            began = time.monotonic()
            transport = (RestTransport(), sockets)[number % 2]
            assert transport.send(bob, "card.create", new_card(world, title=str(number))).code == ""
            assert time.monotonic() - began < AT_ONCE
        assert bob.post("/cards", new_card(world, title="before"), key=key).json() == first
        for socket in (here, there):
            heard = socket.events_until(since + 7, seconds=SOON)
            assert [event["seq"] for event in heard] == list(range(since + 1, since + 8))
        assert health_of(bob) == (200, "degraded")
        with cleo.at(two).socket() as late:
            assert late.join(world.id, since=since)["seq"] == since + 7

        own_redis.start()
        recovered(bob, there, world)
        assert health_of(bob) == (200, "ok")
    sockets.close()


def recovered(writer: Person, watching: SocketClient, world: World) -> None:
    """Assert that within half a minute events reach the other process over Redis again, not by polling."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        before = world.seq
        began = time.monotonic()
        writer.post("/cards", new_card(world))
        watching.events_until(before + 1, seconds=SOON)
        if time.monotonic() - began < 0.5:
            return
    raise AssertionError("the channel layer did not come back")


def test_who_signs_in_while_redis_is_away_is_limited_all_the_same(
    nobody: Person, pair: tuple[Server, Server], own_redis: Redis
) -> None:
    own_redis.stop()
    wrong = {"email": f"{fresh_id()}@example.com", "password": "not hers at all"}
    result = [nobody.at(pair[0]).post("/auth/login", wrong).status_code for _ in range(6)]
    assert result == [401] * 5 + [429]


def test_writers_are_asked_to_retry_when_the_database_drops_its_sessions(
    world: World, bob: Person, cleo: Person, http: httpx.Client, tmp_path: Path, committed: None
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no sessions to drop")
    named = database_url() + "?application_name=shaken"
    with Server(tmp_path / "shaken", client=http, DATABASE_URL=named) as shaken:
        bob, sockets = bob.at(shaken), SocketTransport()
        with cleo.at(shaken).socket() as watching:
            since = watching.join(world.id)["seq"]
            result = []
            for transport in (RestTransport(), sockets) * 3:
                # A connection that nobody has used since the last time is still a dead one.
                result += until_done(transport, bob, world)
                drop_sessions("shaken")
                result += until_done(transport, bob, world)
            assert {answer["code"] for answer in result} <= {"unavailable"}
            assert all(answer["retryAfter"] >= 1 for answer in result)
            heard = watching.events_until(since + 12, seconds=SOON)
            assert [event["seq"] for event in heard] == list(range(since + 1, since + 13))
        sockets.close()


def drop_sessions(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s", [name]
        )


def until_done(transport: Transport, person: Person, world: World) -> list[dict[str, Any]]:
    """Retry a command until it succeeds; return the refusals before that."""
    key = fresh_id()
    refusals: list[dict[str, Any]] = []
    for _ in range(20):
        answer = transport.send(person, "card.create", new_card(world), event_id=key)
        if answer.code == "":
            return refusals
        refusals.append(answer.body)
    raise AssertionError(refusals)


@pytest.mark.sqlite
def test_a_server_that_stops_says_1012_and_its_sockets_go_on_elsewhere(
    world: World,
    bob: Person,
    cleo: Person,
    server: Server,
    http: httpx.Client,
    tmp_path: Path,
    redis_url: str,
) -> None:
    with Server(tmp_path / "leaving", client=http, redis_url=redis_url) as leaving:
        with cleo.at(leaving).socket() as socket:
            since = socket.join(world.id)["seq"]
            bob.at(leaving).post("/cards", new_card(world, title="before"))
            assert socket.event("card.created")["seq"] == since + 1
            leaving.process.send_signal(signal.SIGTERM)
            assert socket.close_code() == 1012
        bob.post("/cards", new_card(world, title="after"))
        with cleo.socket() as socket:
            [missed] = socket.join(world.id, since=since + 1)["events"]
            assert missed["payload"]["title"] == "after"


@pytest.mark.sqlite
def test_a_command_on_its_way_is_finished_when_the_server_stops(
    world: World, bob: Person, server: Server, http: httpx.Client, tmp_path: Path, redis_url: str
) -> None:
    with Server(tmp_path / "leaving", client=http, redis_url=redis_url) as leaving:
        with bob.at(leaving).socket() as socket:
            for number in range(30):
                socket.send({"type": "card.create", "ref": str(number), "payload": new_card(world)})
            leaving.process.send_signal(signal.SIGTERM)
            socket.close_code()
        leaving.process.wait(timeout=30)
        assert not leaving.broken()
    acked = [message["seq"] for message in socket.heard if message["type"] == "ack"]
    assert set(acked) <= {event["seq"] for event in world.events()}
    assert [event["seq"] for event in world.events()] == list(range(1, world.seq + 1))
