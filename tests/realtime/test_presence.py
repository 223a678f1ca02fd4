"""Presence: people with an open socket in the room, in any process; a signal that is never logged."""

import asyncio
from typing import Any
from uuid import UUID

import orjson
import pytest

from core.ids import new_id
from projects.realtime import presence_store
from projects.realtime.presence import DEBOUNCE_SECONDS, Presence
from projects.realtime.rooms import Room
from tests.support.payloads import new_card, person
from tests.support.people import Person
from tests.support.server import Redis, Server
from tests.support.sockets import SocketClient
from tests.support.worlds import Cast, World, build_empty


@pytest.fixture
def empty(cast: Cast) -> World:
    """A project without cards."""
    return build_empty(cast)


def present(socket: SocketClient, *people: Person) -> None:
    """Wait until the room's presence signal lists exactly these people."""
    wanted = sorted(each.id for each in people)
    socket.expect(
        lambda message: (
            message["type"] == "presence.changed"
            and [user["userId"] for user in message["payload"]["users"]] == wanted
        )
    )


def test_presence_is_that_of_all_processes(
    empty: World, ada: Person, bob: Person, cleo: Person, second_server: Server
) -> None:
    with ada.socket() as here:
        assert here.join(empty.id)["presence"] == [{"userId": ada.id}]
        with bob.at(second_server).socket() as there, bob.socket() as second:
            result = there.join(empty.id)["presence"]
            assert result == [{"userId": user_id} for user_id in sorted((ada.id, bob.id))]
            second.join(empty.id)
            present(here, ada, bob)
            with cleo.at(second_server).socket() as third:
                third.join(empty.id)
                present(here, ada, bob, cleo)
            present(here, ada, bob)
            second.ack_payload("leave_room", {"projectId": empty.id})
            assert here.ack_payload("sync", {"projectId": empty.id, "since": 0})["presence"] == result
        present(here, ada)


def test_a_mention_of_those_who_are_here_asks_all_processes(
    empty: World, ada: Person, bob: Person, second_server: Server
) -> None:
    """Also from a process that has no room of the project."""
    with bob.socket() as line:
        line.join(empty.id)
        answer = ada.at(second_server).post(f"/projects/{empty.id}/messages", {"text": "@here"}).json()
        assert answer["mentionIds"] == [bob.id]


@pytest.mark.sqlite
def test_presence_is_a_signal_and_no_event(empty: World, ada: Person, bob: Person, server: Server) -> None:
    with ada.socket() as here, bob.socket() as other:
        here.join(empty.id)
        before = empty.seq
        other.join(empty.id)
        signal = here.expect(lambda message: len(message.get("payload", {}).get("users", [])) == 2)
        assert signal.keys() == {"type", "projectId", "payload"}
        assert signal["projectId"] == empty.id
        assert empty.seq == before


def test_an_outsider_sees_nobody(empty: World, ada: Person, eve: Person, server: Server) -> None:
    with ada.socket() as here, eve.socket() as outside:
        for name, payload in (("join_room", {}), ("sync", {"since": 0})):
            assert outside.ask(name, {"projectId": empty.id, **payload})["error"]["code"] == "not_found"
        here.join(empty.id)
        here.ack_payload("card.create", new_card(empty))
        assert outside.hears_nothing(0.5) == []


@pytest.mark.sqlite
def test_who_leaves_is_present_no_longer(empty: World, ada: Person, bob: Person, server: Server) -> None:
    with bob.socket() as leaving, ada.socket() as watching:
        leaving.join(empty.id)
        watching.join(empty.id)
        present(watching, ada, bob)
        assert leaving.ask("member.remove", person(empty, "bob"))["type"] == "ack"
        present(watching, ada)


@pytest.mark.sqlite
async def test_arrivals_within_a_moment_are_sent_as_one_signal(settings: Any) -> None:
    settings.REDIS_URL = ""
    room, result = Room(new_id()), list[UUID]()
    attendance = Presence("this one", rooms={room.project_id: room}, announce=result.append)
    for _ in range(10):
        attendance.changed(room.project_id)
        await asyncio.sleep(0.001)
    await asyncio.sleep(3 * DEBOUNCE_SECONDS)
    assert result == [room.project_id]
    attendance.changed(room.project_id, local=False)
    await asyncio.sleep(2 * DEBOUNCE_SECONDS)
    assert result == [room.project_id]  # a change heard from other processes is not sent back to them


async def test_who_was_last_in_a_room_is_gone_although_the_room_was_closed_meanwhile(
    settings: Any, own_redis: Redis
) -> None:
    """Empty rooms are closed every two seconds, so also in the moment before the signal."""
    settings.REDIS_URL = own_redis.url
    room = Room(new_id())
    rooms = {room.project_id: room}
    left, other = (Presence(name, rooms=rooms, announce=lambda _id: None) for name in ("left", "other"))
    room.sockets_per_user["bob"] = 1
    assert orjson.loads(await left.read(room.project_id)) == [{"userId": "bob"}]
    rooms.clear()
    left.changed(room.project_id)
    await asyncio.sleep(3 * DEBOUNCE_SECONDS)
    assert orjson.loads(await other.read(room.project_id)) == []
    await presence_store.close_client()
